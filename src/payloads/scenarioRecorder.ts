import { stringify } from 'yaml';
import type { SnapshotPayload, StripeEventPayload } from './eventPayload.ts';
import type { PayloadBuilder } from './payloadBuilder.ts';
import type { Scenario, Step } from './scenario.ts';
import { ScenarioPlanner } from './scenarioPlan.ts';
import { changesFrom } from './scenarios/difference.ts';
import { formatDuration } from './scenarios/duration.ts';

type Json = Readonly<Record<string, unknown>>;

/** What a recorded scenario is called. */
export interface RecordingOptions {
  readonly title: string;
  readonly description?: string;
}

/**
 * A scenario file, in YAML, that tells received events again: their ids become the scenario's, their distance in time is
 * kept, and of each object only what differs from a built one is written down.
 */
export function recordScenario(
  events: readonly StripeEventPayload[],
  builder: PayloadBuilder,
  { title, description }: RecordingOptions,
): string {
  const ordered = [...events].sort((one, other) => secondsOf(one) - secondsOf(other));
  const [first] = ordered;
  const snapshots = ordered.filter((event) => event.object === 'event');
  const scenario = { name: title, title, ...factsOf(snapshots) };
  const start = first ? secondsOf(first) : 0;
  const planner = new ScenarioPlanner(scenario, builder, 'recorded', start);
  const steps = ordered.map((event, index) => {
    const recorded = recordedStep(event, ordered[index - 1], planner, snapshots.slice(0, index));
    planner.next(recorded.step);
    return recorded.written;
  });
  const { account, amount, currency, ids } = scenario;
  return stringify(
    { title, description, account, amount, currency, ids, steps },
    { lineWidth: 110, aliasDuplicateObjects: false, keepUndefined: false },
  );
}

/** A step, as it is planned and as it is written down: without what goes without saying. */
interface Recorded {
  readonly step: Step;
  readonly written: Json;
}

function recordedStep(
  event: StripeEventPayload,
  before: StripeEventPayload | undefined,
  planner: ScenarioPlanner,
  earlier: readonly SnapshotPayload[],
): Recorded {
  const after = before ? secondsOf(event) - secondsOf(before) : 1;
  const isByStripe = event.object === 'event' ? !event.request?.id : event.reason === undefined;
  const bare: Step = {
    event: event.type,
    after,
    by: isByStripe ? 'stripe' : 'api',
    ...(event.object === 'event' && beginning(event, earlier)),
  };
  const data = event.object === 'event' ? dataOf(event, planner.preview(bare)) : {};
  return {
    step: { ...bare, ...data },
    written: {
      event: event.type,
      ...(after !== 1 && { after: formatDuration(after) }),
      ...(isByStripe && { by: 'stripe' }),
      ...(bare.new && { new: bare.new }),
      ...data,
    },
  };
}

/** Another object of a kind that was there already begins with its first event. */
function beginning({ data }: SnapshotPayload, earlier: readonly SnapshotPayload[]): Pick<Step, 'new'> {
  const { id, object } = data.object;
  const ofKind = earlier.filter((event) => event.data.object['object'] === object).at(-1);
  return ofKind && typeof object === 'string' && ofKind.data.object['id'] !== id ? { new: [object] } : {};
}

function dataOf(event: SnapshotPayload, planned: StripeEventPayload): Pick<Step, 'set' | 'previous'> {
  const { object, previous_attributes: previous } = event.data;
  const differing = planned.object === 'event' ? changesFrom(planned.data.object, object) : object;
  const set = Object.fromEntries(
    Object.entries(differing).map(([path, value]) => [inObject(path), relative(path, value, event.created)]),
  );
  return {
    ...(Object.keys(set).length > 0 && { set }),
    ...(previous && { previous }),
  };
}

/** The object's own `id`, `created` and the like are told from those of the event. */
function inObject(path: string): string {
  return /^(account|created|id|livemode)$/.test(path) ? `data.object.${path}` : path;
}

/** Times move with the scenario. */
function relative(path: string, value: unknown, now: number): unknown {
  if (typeof value !== 'number' || !/(^created|_at|_date|_start|_end|_anchor|_by)$/.test(path)) return value;
  const distance = Math.round(value - now);
  if (distance === 0) return '${now}';
  return `\${now${distance > 0 ? '+' : '-'}${formatDuration(Math.abs(distance))}}`;
}

/** What holds for the whole scenario: its account, its price, and the first object of each kind. */
function factsOf(events: readonly SnapshotPayload[]): Omit<Scenario, 'name' | 'title' | 'steps'> {
  const ids: Record<string, string> = {};
  let price: { readonly amount?: number; readonly currency?: string } = {};
  for (const { data } of events) {
    const { id, object, customer, amount, currency } = data.object;
    if (typeof id === 'string' && typeof object === 'string') ids[object] ??= id;
    if (typeof customer === 'string') ids['customer'] ??= customer;
    if (price.amount === undefined && typeof amount === 'number' && typeof currency === 'string')
      price = { amount, currency };
  }
  const account = events.find((event) => event.account !== undefined)?.account;
  return { ...(account !== undefined && { account }), ...price, ids };
}

function secondsOf(event: StripeEventPayload): number {
  return typeof event.created === 'number' ? event.created : Math.floor(Date.parse(event.created) / 1000);
}
