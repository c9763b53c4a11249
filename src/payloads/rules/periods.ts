import type { Computed, Draft } from './rule.ts';

const day = 86_400;

/** When a subscription item's running period began, in seconds. */
export const periodStart: Computed = (draft) => period(draft).start;

/** When it ends. */
export const periodEnd: Computed = (draft) => period(draft).end;

/** A trial is a period of its own; from then on a period begins each interval after the anchor. */
function period(draft: Draft): { readonly start: number; readonly end: number } {
  const { now } = draft.world;
  const started = timeAt(draft, 'start_date') ?? now;
  const trialEnd = timeAt(draft, 'trial_end');
  if (trialEnd !== undefined && trialEnd > now) return { start: started, end: trialEnd };
  const anchor = timeAt(draft, 'billing_cycle_anchor') ?? started;
  let count = 0;
  while (after(anchor, count + 1, draft) <= now) count++;
  return { start: after(anchor, count, draft), end: after(anchor, count + 1, draft) };
}

/** So many billing intervals after a time; a month that is too short ends earlier, as Stripe's do. */
function after(anchor: number, count: number, { read }: Draft): number {
  const recurring = 'items.data.0.price.recurring';
  const interval = read(`${recurring}.interval`);
  const steps = count * Number(read(`${recurring}.interval_count`) ?? 1);
  if (interval === 'day') return anchor + steps * day;
  if (interval === 'week') return anchor + steps * 7 * day;
  return monthsAfter(anchor, interval === 'year' ? steps * 12 : steps);
}

function monthsAfter(time: number, months: number): number {
  const date = new Date(time * 1000);
  const dayOfMonth = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  const length = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(dayOfMonth, length));
  return date.getTime() / 1000;
}

function timeAt({ read }: Draft, path: string): number | undefined {
  const value = read(path);
  return typeof value === 'number' ? value : undefined;
}
