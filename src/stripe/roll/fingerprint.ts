import { createHash } from 'node:crypto';

/** Tells secrets apart in the journal; a signing secret is random, so nothing of it can be had back from this. */
export function fingerprint(secret: string): string {
  return createHash('sha256').update(secret).digest('hex').slice(0, 16);
}
