import { timingSafeEqual } from 'node:crypto';
import { signatureOf } from '../delivery/signature.ts';
import { rejections } from './diagnosis/rejections.ts';
import { parseSignatureHeader } from './signatureHeader.ts';
import type { ActiveSecret, SecretOwner, Verdict } from './verdict.ts';

/** Of a `v1` in hex. */
const SIGNATURE_LENGTH = 64;

/** What a signature is checked against, besides the secrets. */
export interface VerifyOptions {
  /** How far `t` may lie from now, in seconds, either way. */
  readonly toleranceSeconds: number;
  /** Now, in seconds since the Unix epoch. */
  readonly nowSeconds: number;
  /**
   * The age on arrival, in seconds, of a request that was verified just before; tells a wrong clock from an old
   * request.
   */
  readonly othersAge?: number | undefined;
}

/**
 * Checks a raw body against its `Stripe-Signature` header: verified when any `v1` matches any active secret and
 * `t` is within the tolerance. Other schemes are ignored. Several header values count as one, joined by commas.
 * Stricter than the SDK for Node in that a time in the future beyond the tolerance is rejected, and a tolerance
 * of 0 means 0; byte-exact where that decodes the body as UTF-8 first.
 */
export function verify(
  body: Uint8Array,
  header: string | readonly string[] | undefined,
  secrets: readonly ActiveSecret[],
  options: VerifyOptions,
): Verdict {
  const value = typeof header === 'string' ? header : (header ?? []).join(',');
  if (value === '') return rejections.headerMissing();
  const { timestamp, signatures, otherSchemes } = parseSignatureHeader(value);
  if (timestamp === undefined) return rejections.headerMalformed();
  if (signatures.length === 0) return rejections.schemeMissing(otherSchemes);
  if (signatures.some(isUnreadable)) return rejections.signatureUnreadable();
  if (body.length === 0) return rejections.emptyBody();
  if (secrets.length === 0) return rejections.noSecrets();
  const match = secrets.find(
    ({ secret }) => matches(signatureOf(body, secret, timestamp), signatures) && !isBlank(secret),
  );
  if (!match) return rejections.noMatch(secrets.length);
  const owner = ownerOf(match);
  const { nowSeconds, toleranceSeconds: tolerance, othersAge } = options;
  const age = nowSeconds - timestamp;
  if (Math.abs(age) > tolerance)
    return rejections.time(
      { age, tolerance, timestamp, ...(othersAge !== undefined && { othersAge }) },
      owner,
    );
  return { outcome: 'verified', secret: owner, timestamp };
}

/** A signature at which the SDK for Node throws, even when another one in the header is right. */
function isUnreadable(signature: string): boolean {
  return (
    signature === '' ||
    (signature.length === SIGNATURE_LENGTH && Buffer.byteLength(signature) > SIGNATURE_LENGTH)
  );
}

/** A setting that was forgotten: anybody can sign with it. */
function isBlank(secret: string): boolean {
  return secret.trim() === '';
}

/** Whose secret it is, without the secret itself, which must not travel further. */
export function ownerOf({ connectionId, endpointId, role, mode, label }: ActiveSecret): SecretOwner {
  return { connectionId, endpointId, ...(role && { role }), ...(mode && { mode }), ...(label && { label }) };
}

function matches(expected: string, signatures: readonly string[]): boolean {
  const bytes = Buffer.from(expected, 'latin1');
  let found = false;
  for (const signature of signatures) {
    const candidate = Buffer.from(signature);
    // No early exit, so that the time taken says nothing about which signature matched.
    if (candidate.length === bytes.length && timingSafeEqual(candidate, bytes)) found = true;
  }
  return found;
}
