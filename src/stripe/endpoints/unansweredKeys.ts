import { randomUUID } from 'node:crypto';

/**
 * Idempotency keys of creations whose answer never came. The same input, sent again, gets the same key, and Stripe
 * then gives the answer that was lost, secret included, instead of making a second endpoint.
 */
export class UnansweredKeys {
  readonly #keys = new Map<string, string>();

  /** The key to send this request with. */
  keyFor(connectionId: string, params: unknown): string {
    const request = JSON.stringify([connectionId, params]);
    const key = this.#keys.get(request) ?? randomUUID();
    this.#keys.set(request, key);
    return key;
  }

  /** Forgets a key once Stripe has answered. */
  answered(key: string): void {
    for (const [request, known] of this.#keys) if (known === key) this.#keys.delete(request);
  }
}
