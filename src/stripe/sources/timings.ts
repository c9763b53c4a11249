/** How long a source waits for what, in milliseconds. */
export interface SourceTimings {
  /** Between two pings. Source: `pkg/websocket` of the open source Stripe CLI, as for `silence`. */
  readonly ping: number;
  /** A socket on which nothing was heard for so long is dead. */
  readonly silence: number;
  /** For a socket to open. */
  readonly open: number;
  /** Before the first and at most before a later try. */
  readonly firstRetry: number;
  readonly longestRetry: number;
  /** A connection that broke sooner counts as a failure more, so that the next try waits longer. */
  readonly stable: number;
  /** A pause between two pings this much longer than planned means that the machine slept. */
  readonly wake: number;
  /** Between two looks for events that the socket did not bring. */
  readonly sweep: number;
  /** How long the socket has to bring an event that was seen in the API first. */
  readonly settle: number;
  /** Between two requests of the polling source. */
  readonly poll: number;
}

/** Those of the product. */
export const defaultTimings: SourceTimings = {
  ping: 2_000,
  silence: 10_000,
  open: 15_000,
  firstRetry: 1_000,
  longestRetry: 30_000,
  stable: 10_000,
  wake: 5_000,
  sweep: 60_000,
  settle: 3_000,
  poll: 5_000,
};

/** The wait before a try, after so many failures in a row (1, 2, …): doubled each time, up to a fifth off at random. */
export function retryDelay(
  { firstRetry, longestRetry }: SourceTimings,
  failures: number,
  random = Math.random(),
): number {
  const full = Math.min(longestRetry, firstRetry * 2 ** Math.min(failures - 1, 20));
  return Math.round(full * (1 - random / 5));
}
