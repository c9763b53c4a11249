import { apiErrors } from '../api/apiError.ts';
import type { Turn } from '../objects/turn.ts';
import type { StripeObject } from '../state/objects.ts';
import { day, number, records, text, type Behaviour } from './behaviour.ts';
import { beginSchedule, completeSchedule } from './schedules.ts';
import { periodOf } from './subscriptionItems.ts';
import { renew, tellTrialEnd } from './subscriptions.ts';

/** Something that happens when the time has come. */
interface Due {
  /** Seconds since the Unix epoch. */
  readonly at: number;
  readonly happen: (turn: Turn) => unknown;
}

/** More than anybody advances a clock by at once: ten years of weeks, a few of days. */
const mostSteps = 2000;
/** The documentation says 7 days; the CLI's own fixture for the event counts on 9. */
const expiresSoon = 10 * day;

/** Does what falls due until a time, in order, each at its own time. */
function passTime(turn: Turn, clock: string, until: number): void {
  for (let step = 0; step < mostSteps; step++) {
    const dues = [...dueSubscriptions(turn, clock), ...dueSchedules(turn, clock)];
    const [next] = dues.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at);
    if (!next) break;
    turn.now = Math.max(turn.now, next.at);
    next.happen(turn);
  }
  turn.now = until;
}

function dueSubscriptions(turn: Turn, clock: string): readonly Due[] {
  const running = ['active', 'trialing', 'past_due'];
  return turn
    .all('subscription', { test_clock: clock })
    .filter(({ status }) => running.includes(String(status)))
    .flatMap((subscription) => {
      const end = periodOf(subscription)?.end;
      const trialEnd = number(subscription['trial_end']);
      const isTold = turn.hidden(subscription)['trialEndTold'] === true;
      return [
        ...(end === undefined ? [] : [{ at: end, happen: () => renew(turn, subscription) }]),
        ...(subscription['status'] === 'trialing' && !isTold
          ? [{ at: trialEnd - 3 * day, happen: () => tellTrialEnd(turn, subscription) }]
          : []),
      ];
    });
}

function dueSchedules(turn: Turn, clock: string): readonly Due[] {
  return turn.all('subscription_schedule', { test_clock: clock }).flatMap((schedule): readonly Due[] => {
    const phases = records(schedule['phases']);
    if (schedule['status'] === 'not_started')
      return [{ at: number(phases[0]?.['start_date']), happen: () => beginSchedule(turn, schedule) }];
    if (schedule['status'] !== 'active') return [];
    const end = number(phases.at(-1)?.['end_date']);
    const isTold = turn.hidden(schedule)['expiryTold'] === true;
    return [
      { at: end, happen: () => completeSchedule(turn, schedule) },
      ...(isTold ? [] : [{ at: end - expiresSoon, happen: () => tellExpiry(turn, schedule) }]),
    ];
  });
}

function tellExpiry(turn: Turn, schedule: StripeObject): void {
  turn.change(schedule, {}, { hidden: { expiryTold: true }, quiet: true });
  turn.emit('subscription_schedule.expiring', schedule);
}

/** The time of the clock that a customer lives by, if any. */
export function clockTime(turn: Turn, clock: unknown): number | undefined {
  const found = turn.find('test_helpers.test_clock', clock);
  return found && number(found['frozen_time']);
}

export const clockBehaviours = {
  'test_helpers.test_clock': {
    defaults: (turn) => ({ deletes_after: turn.now + 30 * day, status: 'ready' }),
    required: ['frozen_time'],
    actions: {
      advance: (turn, clock, given) => {
        const until = number(given['frozen_time']);
        if (until <= number(clock['frozen_time']))
          throw apiErrors.invalid(
            'frozen_time',
            'The clock can only be advanced to a time after its present one.',
          );
        const advancing = turn.change(
          clock,
          { status: 'advancing', 'status_details.advancing.target_frozen_time': until },
          { quiet: true },
        );
        turn.emit('test_helpers.test_clock.advancing', advancing);
        turn.now = number(clock['frozen_time']);
        passTime(turn, clock.id, until);
        const ready = turn.change(
          clock,
          { frozen_time: until, status: 'ready', status_details: {} },
          { quiet: true },
        );
        turn.emit('test_helpers.test_clock.ready', ready);
        return advancing;
      },
    },
    deleted: (turn, clock) => {
      for (const customer of turn.all('customer', { test_clock: clock.id }))
        if (text(customer.id) !== undefined) turn.remove(customer, { quiet: true });
      turn.remove(clock);
      return clock;
    },
  },
} satisfies Record<string, Behaviour>;
