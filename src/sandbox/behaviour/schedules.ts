import { apiErrors } from '../api/apiError.ts';
import { bareObject } from '../objects/bare.ts';
import type { Turn } from '../objects/turn.ts';
import { withValues } from '../objects/values.ts';
import type { StripeObject } from '../state/objects.ts';
import { number, record, records, text, type Behaviour, type Given } from './behaviour.ts';
import { periodEnd, priceFor } from './lines.ts';
import { cancelSubscription, startSubscription } from './subscriptions.ts';

/** Phases with the times at which they begin and end, one after the other. */
function phasesFrom(turn: Turn, wanted: readonly Given[], start: number): readonly Given[] {
  let at = start;
  return wanted.map((phase) => {
    const items = records(phase['items']);
    const price = priceFor(turn, items[0] ?? {});
    const from = at;
    at = phaseEnd(phase, price, from);
    const made = withValues(bareObject('SubscriptionSchedule.Phase', turn.shapes, turn.now), {
      currency: price['currency'],
      end_date: at,
      items: items.map((item) => phaseItem(turn, item)),
      metadata: phase['metadata'] ?? {},
      proration_behavior: phase['proration_behavior'] ?? 'create_prorations',
      start_date: from,
    });
    return made;
  });
}

function phaseEnd(phase: Given, price: StripeObject, from: number): number {
  if (typeof phase['end_date'] === 'number') return phase['end_date'];
  const duration = record(phase['duration']);
  if (duration['interval'] !== undefined) return periodEnd({ recurring: duration }, from);
  let end = from;
  for (let count = number(phase['iterations'] ?? 1); count > 0; count--) end = periodEnd(price, end);
  return end;
}

function phaseItem(turn: Turn, item: Given): Given {
  const price = priceFor(turn, item);
  return withValues(bareObject('SubscriptionSchedule.Phase.Item', turn.shapes, turn.now), {
    metadata: item['metadata'] ?? {},
    plan: price.id,
    price: price.id,
    quantity: number(item['quantity'] ?? 1),
  });
}

/** Begins what a schedule describes. */
export function beginSchedule(turn: Turn, schedule: StripeObject): StripeObject {
  const [first] = records(schedule['phases']);
  if (!first) return schedule;
  const subscription = startSubscription(turn, turn.need('customer', schedule['customer']), {
    items: records(first['items']),
    values: { schedule: schedule.id, metadata: first['metadata'] ?? {} },
    mayStayUnpaid: true,
  });
  return turn.change(
    schedule,
    {
      current_phase: { end_date: first['end_date'], start_date: first['start_date'] },
      status: 'active',
      subscription: subscription.id,
    },
    { quiet: true },
  );
}

/** Ends a schedule whose last phase is over, as its `end_behavior` says. */
export function completeSchedule(turn: Turn, schedule: StripeObject): StripeObject {
  const subscription = turn.find('subscription', schedule['subscription']);
  const releases = schedule['end_behavior'] !== 'cancel';
  if (subscription && releases) turn.change(subscription, { schedule: null });
  if (subscription && !releases && subscription['status'] !== 'canceled')
    cancelSubscription(turn, subscription);
  const done = turn.change(
    schedule,
    { completed_at: turn.now, current_phase: null, status: 'completed' },
    { quiet: true },
  );
  turn.emit('subscription_schedule.completed', done);
  return done;
}

export const scheduleBehaviours = {
  subscription_schedule: {
    defaults: () => ({
      'billing_mode.type': 'flexible',
      'default_settings.billing_cycle_anchor': 'automatic',
      'default_settings.collection_method': 'charge_automatically',
      'default_settings.invoice_settings.issuer.type': 'self',
      end_behavior: 'release',
      metadata: {},
      status: 'not_started',
    }),
    undeclared: ['phases.iterations', 'phases.plans', 'phases.coupon'],
    values: (turn, given) => {
      const from = text(given['from_subscription']);
      if (from !== undefined) return valuesFrom(turn, turn.need('subscription', from, 'from_subscription'));
      const customer = turn.need('customer', given['customer'], 'customer');
      const start = typeof given['start_date'] === 'number' ? given['start_date'] : turn.now;
      if (records(given['phases']).length === 0) throw apiErrors.missing('phases');
      return {
        phases: phasesFrom(turn, records(given['phases']), start),
        test_clock: customer['test_clock'] ?? null,
      };
    },
    created: (turn, schedule) => {
      const [first] = records(schedule['phases']);
      if (schedule['subscription'] || !first || number(first['start_date']) > turn.now) return schedule;
      return beginSchedule(turn, schedule);
    },
    updating: (turn, schedule, given) => {
      const wanted = records(given['phases']);
      if (wanted.length === 0) return {};
      const [first] = records(schedule['phases']);
      const start = wanted[0]?.['start_date'] ?? first?.['start_date'] ?? turn.now;
      return { phases: phasesFrom(turn, wanted, start === 'now' ? turn.now : number(start)) };
    },
    actions: {
      cancel: (turn, schedule) => {
        const begun = schedule['status'] === 'active';
        if (!begun && schedule['status'] !== 'not_started') throw notLive(schedule, 'cancel');
        const subscription = turn.find('subscription', schedule['subscription']);
        if (subscription && subscription['status'] !== 'canceled') cancelSubscription(turn, subscription);
        const values = { canceled_at: turn.now, current_phase: null, status: 'canceled' };
        const canceled = turn.change(schedule, values, { quiet: true });
        // The CLI's own fixture for `aborted` cancels a schedule that has not begun.
        if (!begun) turn.emit('subscription_schedule.aborted', canceled);
        turn.emit('subscription_schedule.canceled', canceled);
        return canceled;
      },
      release: (turn, schedule) => {
        if (schedule['status'] !== 'active' && schedule['status'] !== 'not_started')
          throw notLive(schedule, 'release');
        const subscription = turn.find('subscription', schedule['subscription']);
        if (subscription) turn.change(subscription, { schedule: null });
        const released = turn.change(
          schedule,
          {
            current_phase: null,
            released_at: turn.now,
            released_subscription: schedule['subscription'],
            status: 'released',
            subscription: null,
          },
          { quiet: true },
        );
        turn.emit('subscription_schedule.released', released);
        return released;
      },
    },
  },
} satisfies Record<string, Behaviour>;

function valuesFrom(turn: Turn, subscription: StripeObject) {
  const items = records(record(subscription['items'])['data']);
  const wanted = items.map((item) => ({ price: record(item['price'])['id'], quantity: item['quantity'] }));
  const start = number(items[0]?.['current_period_start'] ?? turn.now);
  const phases = phasesFrom(turn, [{ items: wanted, iterations: 1 }], start);
  turn.change(subscription, {}, { quiet: true });
  return {
    current_phase: { end_date: phases[0]?.['end_date'], start_date: start },
    customer: subscription['customer'],
    phases,
    status: 'active',
    subscription: subscription.id,
  };
}

function notLive({ status }: StripeObject, action: string) {
  return apiErrors.state(
    `You cannot ${action} a subscription schedule that is currently in the \`${String(status)}\` status. It must be \`not_started\` or \`active\`.`,
  );
}
