import { LineCounter, parseDocument, type Document, type Node } from 'yaml';
import { HumanError } from '../../humanError.ts';
import type { Scenario, Step } from '../scenario.ts';
import { UnknownEventTypeError } from '../unknownEventTypeError.ts';
import { parseDuration } from './duration.ts';
import { sentence } from '../../sentence.ts';

type Json = Readonly<Record<string, unknown>>;
type Path = readonly (string | number)[];

const scenarioKeys = ['$schema', 'title', 'description', 'account', 'amount', 'currency', 'ids', 'steps'];
const stepKeys = ['event', 'as', 'after', 'set', 'previous', 'new', 'amount', 'by'];

/** Reads a scenario from YAML, of which JSON is a part. */
export function readScenario(text: string, path: string, types: ReadonlySet<string>): Scenario {
  return new Reader(text, path, types).scenario();
}

/** Checks as it reads: each mistake is reported with its line and column. */
class Reader {
  private readonly path: string;
  private readonly types: ReadonlySet<string>;
  private readonly lines = new LineCounter();
  private readonly document: Document.Parsed;

  constructor(text: string, path: string, types: ReadonlySet<string>) {
    this.path = path;
    this.types = types;
    this.document = parseDocument(text, { lineCounter: this.lines, prettyErrors: false });
    const [error] = this.document.errors;
    if (error) this.failAt(error.pos[0], sentence`is not valid: ${error.message.replace(/\.$/, '')}`);
  }

  scenario(): Scenario {
    const root = this.object(this.document.toJS(), []);
    this.onlyKeys(root, scenarioKeys, []);
    const steps = root['steps'];
    if (!Array.isArray(steps) || steps.length === 0)
      this.fail(['steps'], sentence`needs "steps", a list with at least one event`);
    const file = this.path.split(/[\\/]/).at(-1) ?? this.path;
    const name = file.replace(/\.(ya?ml|json)$/i, '');
    return {
      name,
      title: this.text(root, 'title', []) ?? name,
      ...given('description', this.text(root, 'description', [])),
      ...given('account', this.text(root, 'account', [])),
      ...given('amount', this.amount(root, [])),
      ...given('currency', this.text(root, 'currency', [])),
      ...given('ids', this.ids(root)),
      steps: (steps as readonly unknown[]).map((step, index) => this.step(step, ['steps', index])),
    };
  }

  private step(value: unknown, at: Path): Step {
    const step = this.object(value, at);
    this.onlyKeys(step, stepKeys, at);
    const event = this.text(step, 'event', at);
    if (event === undefined) return this.fail(at, sentence`has a step without "event"`);
    if (!this.types.has(event))
      this.fail([...at, 'event'], new UnknownEventTypeError(event, [...this.types]).message);
    const by = step['by'] ?? 'api';
    if (by !== 'api' && by !== 'stripe')
      return this.fail([...at, 'by'], sentence`has "by" that is neither api nor stripe`);
    return {
      event,
      ...given('as', this.text(step, 'as', at)),
      after: this.after(step['after'], [...at, 'after']),
      ...given('set', this.optionalObject(step, 'set', at)),
      ...given('previous', this.optionalObject(step, 'previous', at)),
      ...given('new', this.texts(step, 'new', at)),
      ...given('amount', this.amount(step, at)),
      by,
    };
  }

  private after(value: unknown, at: Path): number {
    if (value === undefined) return 1;
    const seconds = typeof value === 'number' ? value : parseDuration(typeof value === 'string' ? value : '');
    if (seconds === undefined || seconds < 0)
      return this.fail(at, sentence`has "after" that is no time; write it like 30s, 5min, 2h or 30d`);
    return seconds;
  }

  private amount(holder: Json, at: Path): number | undefined {
    const value = holder['amount'];
    if (value === undefined) return undefined;
    if (typeof value !== 'number' || !Number.isInteger(value))
      return this.fail([...at, 'amount'], sentence`has "amount" that is no whole number of minor units`);
    return value;
  }

  private ids(root: Json): Readonly<Record<string, string>> | undefined {
    const ids = this.optionalObject(root, 'ids', []);
    for (const [type, id] of Object.entries(ids ?? {}))
      if (typeof id !== 'string') this.fail(['ids', type], sentence`has an id that is no text`);
    return ids as Record<string, string> | undefined;
  }

  private text(holder: Json, key: string, at: Path): string | undefined {
    const value = holder[key];
    if (value === undefined || typeof value === 'string') return value;
    return this.fail([...at, key], sentence`has "${key}" that is no text`);
  }

  private texts(holder: Json, key: string, at: Path): readonly string[] | undefined {
    const value = holder[key];
    if (value === undefined) return undefined;
    const texts: readonly unknown[] = Array.isArray(value) ? value : [value];
    if (texts.every((text) => typeof text === 'string')) return texts;
    return this.fail([...at, key], sentence`has "${key}" that is no list of texts`);
  }

  private optionalObject(holder: Json, key: string, at: Path): Json | undefined {
    return holder[key] === undefined ? undefined : this.object(holder[key], [...at, key]);
  }

  private object(value: unknown, at: Path): Json {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Json;
    const what =
      at.length === 0
        ? sentence`does not hold a scenario`
        : sentence`has "${at.join('.')}" that is no set of fields`;
    return this.fail(at, what);
  }

  private onlyKeys(holder: Json, keys: readonly string[], at: Path): void {
    const unknown = Object.keys(holder).find((key) => !keys.includes(key));
    if (unknown !== undefined)
      this.fail([...at, unknown], sentence`has an unknown field "${unknown}"; known are ${keys.join(', ')}`);
  }

  private fail(at: Path, what: string): never {
    const node = at.length === 0 ? this.document.contents : this.document.getIn(at, true);
    return this.failAt((node as Node | undefined)?.range?.[0] ?? this.offsetNear(at), what);
  }

  /** Where the nearest part around a missing one begins. */
  private offsetNear(at: Path): number {
    if (at.length === 0) return 0;
    const around = at.slice(0, -1);
    const node = around.length === 0 ? this.document.contents : this.document.getIn(around, true);
    return (node as Node | undefined)?.range?.[0] ?? this.offsetNear(around);
  }

  private failAt(offset: number, what: string): never {
    const { line, col } = this.lines.linePos(offset);
    throw new HumanError(`${this.path}:${line}:${col} ${what.replace(/\.$/, '')}.`, 'input');
  }
}

function given<K extends string, T>(key: K, value: T | undefined): { readonly [P in K]?: T } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: T };
}
