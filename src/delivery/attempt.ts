/** One delivery of an event to one target. */
export interface Attempt {
  /** Milliseconds since the Unix epoch, when the request was started. */
  readonly startedAt: number;
  readonly url: string;
  /** Time to the complete answer or the error, in milliseconds. */
  readonly milliseconds: number;
  /** The answer, when one came. */
  readonly response: AttemptResponse | undefined;
  /** Why no answer came, in one sentence. */
  readonly error: string | undefined;
}

/** What the target answered. */
export interface AttemptResponse {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** At most the first 64 KiB. */
  readonly body: Uint8Array;
}

/** Whether the target took the event; a redirect is a failure, as with Stripe. */
export function succeeded({ response }: Pick<Attempt, 'response'>): boolean {
  return response !== undefined && response.status >= 200 && response.status < 300;
}
