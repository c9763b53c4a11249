/** What kind of thing went wrong, for code that decides what to offer next. */
export type HumanErrorReason =
  // Stripe's API and the way there
  | 'authentication'
  | 'permission'
  | 'rate-limit'
  | 'offline'
  | 'timeout'
  | 'invalid-request'
  | 'not-found'
  | 'idempotency'
  | 'server'
  | 'endpoint-limit'
  // this machine
  | 'input'
  | 'storage'
  | 'journal'
  | 'sandbox'
  | 'no-workspace'
  | 'unavailable'
  | 'unknown';

/**
 * An error whose message is one sentence for a person: what happened, to what, what to do next.
 * It is shown as it is and never holds a key or a secret. Any other error is a bug and belongs in the log.
 */
export class HumanError extends Error {
  override readonly name: string = 'HumanError';
  readonly reason: HumanErrorReason;

  constructor(message: string, reason: HumanErrorReason, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.reason = reason;
  }
}
