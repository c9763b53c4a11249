import { createHmac, timingSafeEqual } from 'node:crypto';

/** A `v1` value in full. */
const SIGNATURE_LENGTH = 64;
/** 64 bits: nobody finds so much of a signature by trying out one character after the other. */
const FRAGMENT_LENGTH = 16;

/** How a signature fits: all of it, or what is left of it after it was cut. */
export type Fit = 'whole' | 'fragment';

/** Whether any signature is that of a body under a key. */
export function fit(
  body: Uint8Array,
  key: string | Buffer,
  timestamp: number,
  signatures: readonly string[],
): Fit | undefined {
  const expected = createHmac('sha256', key).update(`${timestamp}.`).update(body).digest('hex');
  for (const signature of signatures) {
    if (signature.length < FRAGMENT_LENGTH || signature.length > SIGNATURE_LENGTH) continue;
    const whole = signature.length === SIGNATURE_LENGTH;
    if (equal(whole ? expected : expected.slice(0, signature.length), signature))
      return whole ? 'whole' : 'fragment';
  }
  return undefined;
}

function equal(one: string, other: string): boolean {
  const bytes = Buffer.from(one);
  const others = Buffer.from(other);
  return bytes.length === others.length && timingSafeEqual(bytes, others);
}
