const minute = 60_000;
const hour = 60 * minute;

/** Delays before each retry, in milliseconds; the first follows the first attempt. */
export type RetrySchedule = readonly number[];

/** Doubles from five minutes to twelve hours, for as long as the sum stays within three days. */
function exponentialOverThreeDays(): RetrySchedule {
  const delays: number[] = [];
  let total = 0;
  for (let delay = 5 * minute; total + delay <= 72 * hour; delay = Math.min(2 * delay, 12 * hour)) {
    delays.push(delay);
    total += delay;
  }
  return delays;
}

/**
 * How Stripe retries: three times over a few hours in a sandbox or test mode, up to three days with exponential
 * back-off in live mode. The exact delays are not documented.
 * Source: https://docs.stripe.com/webhooks#automatic-retries
 */
export const retrySchedules = {
  sandbox: [10 * minute, hour, 2 * hour],
  live: exponentialOverThreeDays(),
} satisfies Record<string, RetrySchedule>;

/** Milliseconds until the next attempt after `attempts` failed ones, or undefined when Stripe gives up. */
export function retryDelay(schedule: RetrySchedule, attempts: number): number | undefined {
  return schedule[attempts - 1];
}
