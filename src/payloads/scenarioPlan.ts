import type { StripeEventPayload } from './eventPayload.ts';
import { World } from './build/world.ts';
import { ownData, type OwnData } from './ownData.ts';
import type { PayloadBuilder } from './payloadBuilder.ts';
import type { Scenario, Step } from './scenario.ts';
import { previousOf } from './scenarios/difference.ts';
import { resolved, type Known } from './scenarios/references.ts';

type Json = Readonly<Record<string, unknown>>;

/** An event of a scenario, ready to be sent. */
export interface PlannedEvent {
  readonly step: Step;
  readonly payload: StripeEventPayload;
}

export interface PlanOptions {
  /** The same seed and end give the same bytes. */
  readonly seed: number | string;
  /** When the last event happens, in seconds since the epoch: a scenario leads up to it. */
  readonly end: number;
}

/** The events of a scenario in their order. Throws a `HumanError` where a reference or a path leads nowhere. */
export function planScenario(
  scenario: Scenario,
  builder: PayloadBuilder,
  { seed, end }: PlanOptions,
): readonly PlannedEvent[] {
  const length = scenario.steps.slice(1).reduce((sum, { after }) => sum + after, 0);
  const planner = new ScenarioPlanner(scenario, builder, seed, end - length);
  return scenario.steps.map((step) => planner.next(step));
}

/** What a step leaves behind for the later ones about the same object. */
interface Remembered {
  /** What events and steps have decided, and the times at which something happened to it. */
  readonly base: Json;
  readonly object: Json;
}

/** Makes the events of a scenario one by one, each in the light of those before. */
export class ScenarioPlanner {
  private readonly scenario: Omit<Scenario, 'steps'>;
  private readonly builder: PayloadBuilder;
  private readonly seed: number | string;
  private readonly start: number;
  private now: number;
  private index = 0;
  private amount: number | undefined;
  private ids: Record<string, string>;
  private born: Record<string, number> = {};
  private remembered = new Map<string, Remembered>();
  private readonly named = new Map<string, unknown>();

  constructor(
    scenario: Omit<Scenario, 'steps'>,
    builder: PayloadBuilder,
    seed: number | string,
    start: number,
  ) {
    this.scenario = scenario;
    this.builder = builder;
    this.seed = seed;
    this.start = start;
    this.now = start;
    this.amount = scenario.amount;
    this.ids = { ...scenario.ids };
  }

  /** The event of a step. */
  next(step: Step): PlannedEvent {
    this.enter(step);
    const own = this.ownDataOf(step);
    const payload = this.build(step, own);
    if (payload.object === 'event') {
      const { object } = payload.data;
      const type = this.builder.objectTypeOf(step.event) ?? '';
      if (typeof object['created'] === 'number') this.born[type] ??= object['created'];
      this.remember(type, object, {
        ...decided(object, this.builder.decidedBy(step.event)),
        ...own.overrides,
      });
      this.named.set(step.event, object).set(step.as ?? step.event, object);
    }
    this.index++;
    return { step, payload };
  }

  /** What `next` would give for the step as it is; `next` must follow, with the same time and new objects. */
  preview(step: Step): StripeEventPayload {
    const [now, ids, born, remembered] = [
      this.now,
      { ...this.ids },
      { ...this.born },
      new Map(this.remembered),
    ];
    try {
      this.enter(step);
      return this.build(step, this.ownDataOf(step));
    } finally {
      this.now = now;
      this.ids = ids;
      this.born = born;
      this.remembered = remembered;
    }
  }

  /** Goes on to the time of a step, and to the objects that begin with it. */
  private enter(step: Step): void {
    if (this.index > 0) this.now += step.after;
    this.amount = step.amount ?? this.amount;
    for (const type of step.new ?? []) this.begin(type);
  }

  private ownDataOf(step: Step): OwnData {
    return ownData(resolved(step.set ?? {}, this.known()) as Json);
  }

  private known(): Known {
    return { objects: this.named, now: this.now, scenario: this.scenario.name };
  }

  private build(step: Step, own: OwnData): StripeEventPayload {
    const before = this.remembered.get(this.builder.objectTypeOf(step.event) ?? '');
    const { account, currency } = this.scenario;
    const options = {
      ...own,
      seed: this.seed,
      created: this.now,
      occurrence: ` ${this.index}`,
      ...(before && { base: before.base }),
      ...(account !== undefined && { account }),
      ...(step.by === 'stripe' && { requestId: null }),
      facts: {
        ids: this.ids,
        born: this.born,
        since: this.start,
        ...(this.amount !== undefined && { amount: this.amount }),
        ...(currency !== undefined && { currency }),
      },
    };
    if (step.previous) {
      const previousAttributes = resolved(step.previous, this.known()) as Json;
      return this.builder.build(step.event, { ...options, previousAttributes });
    }
    const payload = this.builder.build(step.event, options);
    if (payload.object !== 'event' || !step.event.endsWith('.updated') || !before) return payload;
    const changed = previousOf(before.object, payload.data.object);
    if (Object.keys(changed).length === 0) return payload;
    return this.builder.build(step.event, { ...options, previousAttributes: changed });
  }

  /** From here on another object of the type is meant. */
  private begin(type: string): void {
    this.ids[type] = new World(`${this.seed} ${this.index}`, this.now).id(type);
    delete this.born[type];
    this.remembered.delete(type);
  }

  private remember(type: string, object: Json, set: Json): void {
    const before = this.remembered.get(type);
    this.remembered.set(type, { object, base: { ...before?.base, ...timesIn(object), ...set } });
  }
}

/** What an event has decided stays so until another one decides otherwise. Of a list that is all of it. */
function decided(object: Json, paths: readonly string[]): Json {
  const values: Record<string, unknown> = {};
  for (const path of paths) {
    const keys: string[] = [];
    let at: unknown = object;
    for (const key of path.split('.')) {
      if (typeof at !== 'object' || at === null || Array.isArray(at)) break;
      at = (at as Json)[key];
      keys.push(key);
    }
    if (at !== null && at !== undefined && path !== 'created') values[keys.join('.')] = at;
  }
  return values;
}

/** The moments at which something happened to an object: those stay, whatever happens next. */
function timesIn(object: Json): Json {
  const transitions = object['status_transitions'];
  const inside = typeof transitions === 'object' && transitions !== null ? Object.entries(transitions) : [];
  return {
    ...Object.fromEntries(Object.entries(object).filter(isMoment)),
    ...Object.fromEntries(
      inside.filter(isMoment).map(([name, time]) => [`status_transitions.${name}`, time]),
    ),
  };
}

function isMoment([name, value]: readonly [string, unknown]): boolean {
  return /_at$/.test(name) && typeof value === 'number';
}
