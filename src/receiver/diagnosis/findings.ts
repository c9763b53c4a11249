import type { Rejected, RejectionCause, SecretOwner } from '../verdict.ts';
import { bodyText, originalText } from './bodyText.ts';
import { headerDamages } from './header/damages.ts';
import { nameOf, ownerText } from './owners.ts';
import type { Found, SearchInput } from './search.ts';
import { secretForms } from './secret/forms.ts';
import { sentence } from '../../sentence.ts';

/** One thing that is wrong with a request, and what to do about it. */
export interface Finding {
  readonly cause: RejectionCause;
  readonly explanation: string;
  readonly remedy: string;
  readonly details?: Pick<Rejected, 'body' | 'writers'>;
}

/** What had to be put right in the header. */
export function headerFindings({ damages, fit }: Found): readonly Finding[] {
  const wrong = damages.map((id) => headerDamages[id]);
  const findings: Finding[] = [];
  if (fit === 'fragment')
    findings.push({
      cause: 'header-truncated',
      explanation: sentence`The Stripe-Signature header was cut off: what is left of the signature fits.`,
      remedy: sentence`Pass on the whole header, and copy it whole; some logs and limits on header size shorten it.`,
    });
  const [first] = wrong;
  if (first)
    findings.push({
      cause: first.cause,
      explanation: sentence`The Stripe-Signature header ${wrong.map((one) => one.wrong()).join(sentence` and `)}; put right, its signature fits.`,
      remedy: sentence`Pass the header on unchanged: one line of the form “t=…,v1=…”.`,
    });
  return findings;
}

/** What is wrong with the secret: it is another one's, or the copy used here, or the sender's, is not right. */
export function secretFindings({ key }: Found, { secrets, known }: SearchInput): readonly Finding[] {
  if (key.from === 'known') return [ownerText(key.owner, usedOwner(secrets, known))];
  return key.wrong.map((id) => {
    const { wrong, remedy } = secretForms[id];
    const explanation =
      key.whose === 'ours'
        ? sentence`The signing secret in use ${wrong(key.owner.secret)}; put right, it fits.`
        : sentence`The sender signed with a wrong copy of the signing secret of ${nameOf(key.owner)}: that copy ${wrong(key.key.toString())}.`;
    return { cause: id, explanation, remedy: remedy() };
  });
}

/** What is known of the secret in use, when there is only one. A typed one may be that of a known endpoint. */
function usedOwner(secrets: SearchInput['secrets'], known: SearchInput['known']): SecretOwner | undefined {
  const [only, ...others] = secrets;
  if (!only || others.length > 0) return undefined;
  return (
    known.find(({ secret }) => secret === only.secret.trim()) ?? (only.endpointId === '' ? undefined : only)
  );
}

/** What was done to the body. */
export function bodyFindings(found: Found, body: Buffer): readonly Finding[] {
  const { steps, body: signed, isOriginal, key } = found;
  if (steps.length === 0 && !isOriginal) return [];
  const text = isOriginal ? originalText(body, signed) : bodyText(body, signed, steps, nameOf(key.owner));
  const { explanation, remedy, writers } = text;
  return [{ cause: 'body-changed', explanation, remedy, details: { body: text.steps, writers } }];
}
