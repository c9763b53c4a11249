import { stringify } from 'yaml';
import type { SnapshotPayload, StripeEventPayload } from './eventPayload.ts';
import type { PayloadBuilder } from './payloadBuilder.ts';
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
  const snapshots = ordered.filter((event) => event.object === 'event');
  const ids = idsOf(snapshots);
  const account = snapshots.find((event) => event.account !== undefined)?.account;
  return stringify(
    {
      title,
      ...(description !== undefined && { description }),
      ...(account !== undefined && { account }),
      ids,
      steps: ordered.map((event, index) => stepOf(event, ordered[index - 1], builder, ids)),
    },
    { lineWidth: 110, aliasDuplicateObjects: false },
  );
}

function stepOf(
  event: StripeEventPayload,
  before: StripeEventPayload | undefined,
  builder: PayloadBuilder,
  ids: Readonly<Record<string, string>>,
): Json {
  const after = before ? secondsOf(event) - secondsOf(before) : undefined;
  const isByStripe = event.object === 'event' ? !event.request?.id : event.reason === undefined;
  return {
    event: event.type,
    ...(after !== undefined && after !== 1 && { after: formatDuration(after) }),
    ...(isByStripe && { by: 'stripe' }),
    ...(event.object === 'event' && dataOf(event, builder, ids)),
  };
}

function dataOf(
  event: SnapshotPayload,
  builder: PayloadBuilder,
  ids: Readonly<Record<string, string>>,
): Json {
  const { object, previous_attributes: previous } = event.data;
  const options = { seed: 'recorded', created: event.created, facts: { ids } };
  const built = builder.build(event.type, options);
  const differing = built.object === 'event' ? changesFrom(built.data.object, object) : object;
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

/** One id for each kind of object: that of the first one. The others stand where they differ. */
function idsOf(events: readonly SnapshotPayload[]): Readonly<Record<string, string>> {
  const ids: Record<string, string> = {};
  for (const { data } of events) {
    const { id, object } = data.object;
    if (typeof id === 'string' && typeof object === 'string') ids[object] ??= id;
    const { customer } = data.object;
    if (typeof customer === 'string') ids['customer'] ??= customer;
  }
  return ids;
}

function secondsOf(event: StripeEventPayload): number {
  return typeof event.created === 'number' ? event.created : Math.floor(Date.parse(event.created) / 1000);
}
