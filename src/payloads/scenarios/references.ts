import { HumanError } from '../../humanError.ts';
import { parseDuration } from './duration.ts';
import { sentence } from '../../sentence.ts';

type Json = Readonly<Record<string, unknown>>;

/** What references can name: the steps so far, by name, with their objects; and the time of this one. */
export interface Known {
  readonly objects: ReadonlyMap<string, unknown>;
  /** In seconds. */
  readonly now: number;
  /** For errors. */
  readonly scenario: string;
}

const reference = /\$\{([^}]*)\}/g;

/**
 * The values with all references filled in. `${name:path}` is a value of an earlier step's object, as in the Stripe
 * CLI's fixtures, with `|default` for where there is none; `${now}`, `${now+14d}`, `${now-1h}` are times. A text that is
 * nothing but a reference becomes what it names, of whatever type. Throws a `HumanError` for one that names nothing.
 */
export function resolved(value: unknown, known: Known): unknown {
  if (typeof value === 'string') return resolvedText(value, known);
  if (Array.isArray(value)) return value.map((item) => resolved(item, known));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      Object.entries(value as Json).map(([key, item]) => [key, resolved(item, known)]),
    );
  return value;
}

function resolvedText(text: string, known: Known): unknown {
  const whole = /^\$\{([^}]*)\}$/.exec(text);
  if (whole) return named(whole[1] ?? '', known);
  return text.replace(reference, (_, name: string) => String(named(name, known)));
}

function named(text: string, known: Known): unknown {
  const time = timeOf(text, known.now);
  if (time !== undefined) return time;
  const [source = '', fallback] = text.split('|');
  const [name = '', path = ''] = source.split(':');
  const value = path
    .split('.')
    .reduce<unknown>((at, key) => (at as Json | null | undefined)?.[key], known.objects.get(name));
  if (value !== undefined) return value;
  if (fallback !== undefined) return fallback;
  const why = known.objects.has(name)
    ? sentence`"${name}" has no ${path}`
    : sentence`no earlier step is called "${name}"`;
  throw new HumanError(
    sentence`The scenario ${known.scenario} refers to ${`\${${text}}`}, but ${why}.`,
    'input',
  );
}

function timeOf(text: string, now: number): number | undefined {
  const [, sign, length] = /^now(?:\s*([+-])\s*(.+))?$/.exec(text.trim()) ?? [];
  if (sign === undefined) return text.trim() === 'now' ? now : undefined;
  const seconds = parseDuration(length ?? '');
  return seconds === undefined ? undefined : now + (sign === '-' ? -seconds : seconds);
}
