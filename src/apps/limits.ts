/** How much an app may take, so that one that floods, hangs or fails harms nothing. */
export interface Limits {
  /** Events that wait for it; what comes on top is left out and counted. */
  readonly queue: number;
  /** Runs at the same time; with 1 the order of events is kept. */
  readonly concurrency: number;
  /** Runs started in a minute; the others wait. */
  readonly perMinute: number;
  /** For one run, in milliseconds; then its signal is aborted. */
  readonly timeoutMs: number;
  /** Pauses before the tries that follow a failed one, in milliseconds. */
  readonly retryMs: readonly number[];
  /** After so many events in a row that failed for good it is suspended until somebody resumes it. */
  readonly failures: number;
}

/** What holds where an app says nothing else. */
export const defaultLimits: Limits = {
  queue: 1_000,
  concurrency: 1,
  perMinute: 600,
  timeoutMs: 30_000,
  retryMs: [1_000, 5_000, 25_000],
  failures: 5,
};
