import { readScenario } from './scenarios/read.ts';

type Json = Readonly<Record<string, unknown>>;

/**
 * One business action as Stripe tells it: events in order, about objects that keep their ids from step to step. The
 * built-in scenarios and the users' own are files of this shape, in YAML or JSON.
 */
export interface Scenario {
  /** The file's name without its ending, e.g. `subscription-renewed`. */
  readonly name: string;
  readonly title: string;
  readonly description?: string;
  /** The connected account that the events come from. */
  readonly account?: string;
  /** What it is about, in minor units of `currency`; follows from the seed when absent. */
  readonly amount?: number;
  readonly currency?: string;
  /** Ids by the `object` value of what they name, e.g. `{ customer: cus_123 }`. */
  readonly ids?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

/** One event of a scenario. */
export interface Step {
  readonly event: string;
  /** What later steps call it in references; the event's type when absent. */
  readonly as?: string;
  /** Seconds since the step before. */
  readonly after: number;
  /** Values by path, as in an overrides file. References (`${name:path|default}`) and times (`${now+14d}`) are filled in. */
  readonly set?: Json;
  /** What was different before, of an `*.updated` event; what did change since the last event when absent. */
  readonly previous?: Json;
  /** Kinds of objects (their `object` value) of which another one begins here, with an id of its own. */
  readonly new?: readonly string[];
  /** From here on, the price is another one. */
  readonly amount?: number;
  /** `api` when a request caused it, `stripe` when Stripe did by itself. */
  readonly by: 'api' | 'stripe';
}

/**
 * The scenario in a file. `path` is the file's, for its name and for errors. Throws a `HumanError` that names file and
 * place: one mistake at a time, the first.
 */
export function parseScenario(text: string, path: string, types: ReadonlySet<string>): Scenario {
  return readScenario(text, path, types);
}
