import type { Deliverable } from '../deliverable.ts';
import { staleSeconds, type Fault } from '../faults.ts';
import { signatureHeader } from '../signature.ts';
import type { SignatureMode } from '../target.ts';
import { stripeHeaders } from '../webhookHeaders.ts';
import { sentence } from '../../sentence.ts';

/** What the headers of one delivery depend on. */
export interface HeaderInput {
  readonly signature: SignatureMode;
  /** What to sign with, unless the original signature is kept. */
  readonly secrets: readonly string[];
  readonly extra: Readonly<Record<string, string>>;
  readonly nowMs: number;
  readonly fault: Fault | undefined;
}

/** Why an event cannot be signed, in one sentence. */
export interface SigningProblem {
  readonly problem: string;
}

// Of no endpoint: what is signed with it must be refused.
const wrongSecret = 'whsec_wrong_on_purpose';

/** The headers of a delivery: Stripe's as they were received, a signature, and the target's additional ones. */
export function headersFor(
  content: Deliverable,
  input: HeaderInput,
): { readonly headers: Readonly<Record<string, string>> } | SigningProblem {
  const signature = signatureFor(content, input);
  if (typeof signature !== 'string') return signature;
  const headers = new Map<string, [name: string, value: string]>();
  const add = (name: string, value: string) => headers.set(name.toLowerCase(), [name, value]);
  for (const [name, value] of Object.entries(stripeHeaders)) add(name, valueIn(content, name) ?? value);
  for (const [name, value] of Object.entries(input.extra)) add(name, value);
  add('Stripe-Signature', signature);
  return { headers: Object.fromEntries(headers.values()) };
}

function signatureFor(
  content: Deliverable,
  { signature, secrets, nowMs, fault }: HeaderInput,
): string | SigningProblem {
  const seconds = Math.floor(nowMs / 1000);
  if (fault === 'badSignature') return signatureHeader(content.body, [wrongSecret], seconds);
  if (signature === 'original') {
    const original = valueIn(content, 'Stripe-Signature');
    return (
      original ?? {
        problem: sentence`The event came without a Stripe-Signature: let the target sign it anew.`,
      }
    );
  }
  if (secrets.length === 0) return { problem: unknownSecret(content, signature) };
  return signatureHeader(
    content.body,
    secrets,
    fault === 'staleTimestamp' ? seconds - staleSeconds : seconds,
  );
}

function unknownSecret({ signer }: Deliverable, signature: SignatureMode): string {
  if (signature === 'own')
    return sentence`The target’s own signing secret is not known: edit the target and paste it.`;
  return signer
    ? sentence`The signing secret of ${signer.endpointId} is not known: paste it, or give the target a secret of its own.`
    : sentence`It is not known which endpoint’s secret the event is to be signed with: give the target a secret of its own.`;
}

function valueIn({ headers }: Deliverable, name: string): string | undefined {
  const wanted = name.toLowerCase();
  return headers.find(([other]) => other.toLowerCase() === wanted)?.[1];
}
