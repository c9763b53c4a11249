import { parseSignatureHeader, type SignatureHeader } from '../signatureHeader.ts';
import type { ActiveSecret } from '../verdict.ts';
import { bodyCandidates, type BodyStep } from './body/candidates.ts';
import { Effort, type EffortLimits } from './effort.ts';
import { repaired, type HeaderDamageId } from './header/damages.ts';
import { fit, type Fit } from './match.ts';
import { cleaned, spoilt, type SecretFormId } from './secret/forms.ts';

/** What a search starts from. */
export interface SearchInput {
  readonly body: Buffer;
  /** The value of `Stripe-Signature`. */
  readonly header: string;
  /** The secrets that the signature is checked with. */
  readonly secrets: readonly ActiveSecret[];
  /** Other secrets that are known. */
  readonly known: readonly ActiveSecret[];
  /** The same event as it was received elsewhere, byte by byte. */
  readonly originals: readonly Uint8Array[];
  readonly limits: EffortLimits;
}

/** What had to be undone for a signature to fit. */
export interface Found {
  readonly fit: Fit;
  /** What of the header was put right; empty when it was used as it is. */
  readonly damages: readonly HeaderDamageId[];
  /** What of the body was undone. */
  readonly steps: readonly BodyStep[];
  /** The body that was signed. */
  readonly body: Buffer;
  /** Whether that is one of `originals`, and what was done to it is not known. */
  readonly isOriginal: boolean;
  readonly key: Key;
  readonly header: SignatureHeader & { readonly timestamp: number };
}

/** A key that a signature may have been made with. */
export interface Key {
  readonly key: string | Buffer;
  readonly owner: ActiveSecret;
  /** `used`: what the signature is checked with; `known`: another one. */
  readonly from: 'used' | 'known';
  /** What is wrong with the copy that is used here, or with the sender's. */
  readonly wrong: readonly SecretFormId[];
  readonly whose: 'ours' | 'theirs';
}

interface Header {
  readonly damages: readonly HeaderDamageId[];
  readonly header: SignatureHeader & { readonly timestamp: number };
}

interface Body {
  readonly bytes: Buffer;
  readonly steps: readonly BodyStep[];
  readonly isOriginal: boolean;
}

/** Looks for what has to be undone for a signature to fit; the simplest explanations are tried first. */
export function search(input: SearchInput): Found | undefined {
  const effort = new Effort(input.limits);
  const headers = headersOf(input.header);
  const right = [...usedKeys(input), ...knownKeys(input)];
  const wrong = sendersKeys(input);
  const asItIs: Body = { bytes: input.body, steps: [], isOriginal: false };
  const simple = tryBodies([asItIs], headers, [...right, ...wrong], effort);
  if (simple || input.body.length > input.limits.body) return simple;
  return (
    tryBodies(restored(input), headers, right, effort) ?? tryBodies(restored(input), headers, wrong, effort)
  );
}

function tryBodies(
  bodies: Iterable<Body>,
  headers: readonly Header[],
  keys: readonly Key[],
  effort: Effort,
): Found | undefined {
  for (const { bytes, steps, isOriginal } of bodies)
    for (const { header, damages } of headers)
      for (const key of keys) {
        if (!effort.spend(bytes.length)) return undefined;
        const fits = fit(bytes, key.key, header.timestamp, header.signatures);
        if (fits) return { fit: fits, damages, steps, body: bytes, isOriginal, key, header };
      }
  return undefined;
}

/** The header as it is, and as it was meant, as far as they can be read. */
function headersOf(value: string): readonly Header[] {
  const { value: meant, damages } = repaired(value);
  const asItIs: Header[] = usable(value, []);
  return damages.length > 0 ? [...asItIs, ...usable(meant, damages)] : asItIs;
}

function usable(value: string, damages: readonly HeaderDamageId[]): Header[] {
  const { timestamp, ...header } = parseSignatureHeader(value);
  if (timestamp === undefined || header.signatures.length === 0) return [];
  return [{ damages, header: { ...header, timestamp } }];
}

/** The secrets in use, as they are, and put right where something is wrong with them. */
function usedKeys({ secrets }: SearchInput): readonly Key[] {
  return secrets.flatMap((owner) => {
    const { secret, wrong } = cleaned(owner.secret);
    const asItIs: Key = { key: owner.secret, owner, from: 'used', wrong: [], whose: 'ours' };
    return wrong.length > 0 && secret !== '' ? [asItIs, { ...asItIs, key: secret, wrong }] : [asItIs];
  });
}

function knownKeys({ secrets, known }: SearchInput): readonly Key[] {
  const inUse = new Set(secrets.map(({ secret }) => secret));
  return known
    .filter(({ secret }) => !inUse.has(secret))
    .map((owner) => ({ key: owner.secret, owner, from: 'known', wrong: [], whose: 'ours' }));
}

/** The keys of senders whose copy of a secret is wrong. */
function sendersKeys({ secrets }: SearchInput): readonly Key[] {
  return secrets.flatMap((owner) =>
    spoilt(cleaned(owner.secret).secret).map(({ key, form }): Key => ({
      key,
      owner,
      from: 'used',
      wrong: [form],
      whose: 'theirs',
    })),
  );
}

/** The bodies that may have been signed; one received elsewhere comes last, since it says what, but not how. */
function* restored({ body, originals }: SearchInput): Generator<Body> {
  for (const { bytes, steps } of bodyCandidates(body)) yield { bytes, steps, isOriginal: false };
  for (const original of originals) yield { bytes: Buffer.from(original), steps: [], isOriginal: true };
}
