/** Why a request was turned away before it became a receipt. */
export type RefusalReason =
  | 'foreign-host'
  | 'from-browser'
  | 'wrong-path'
  | 'wrong-method'
  | 'wrong-content-type'
  | 'unknown-expectation'
  | 'body-too-large'
  | 'aborted'
  | 'timeout'
  | 'malformed'
  | 'not-stored';

/** A request that never became a receipt: it was not read to its end, or could not be stored. */
export interface Refusal {
  /** Milliseconds since the Unix epoch. */
  readonly at: number;
  readonly reason: RefusalReason;
  /** The HTTP status answered; undefined when nobody was there any more to answer to. */
  readonly status: number | undefined;
  /** Empty when the request could not be read that far. */
  readonly method: string;
  readonly path: string;
  /** What happened and what to do, in one sentence, as it was answered. */
  readonly sentence: string;
}
