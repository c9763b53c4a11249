/** How many values a key takes, and which. */
export interface KeyRule {
  /** Several values, separated by commas, of which one must fit. */
  readonly several: boolean;
  /** The only values there are; any other is a mistake. */
  readonly values?: readonly string[];
  /** Values are moments: `14:05`, `2026-11-24`, `2026-11-24T14:05:10`, or so long ago: `10m`, `2h`, `1d`. */
  readonly time?: true;
  /** A minus before the key wants all but these values: `-type:charge.*`. */
  readonly excludes?: true;
}

/** Where events come from: the journal's `EventSource`. */
const sources = ['http', 'listen', 'polling', 'sandbox', 'trigger', 'replay'] as const;

/** The keys of the filter language, as in `key:value`. Whatever has no key is looked for in the payload. */
export const keys = {
  type: { several: true, excludes: true },
  status: { several: false, values: ['verified', 'rejected', 'delivered', 'failed', 'dead', 'unsent'] },
  object: { several: false },
  resource: { several: false },
  source: { several: true, values: sources, excludes: true },
  is: { several: false, values: ['duplicate', 'original', 'snapshot', 'thin'] },
  endpoint: { several: true, excludes: true },
  connection: { several: false },
  account: { several: false },
  event: { several: false },
  request: { several: false },
  run: { several: true },
  after: { several: false, time: true },
  before: { several: false, time: true },
} satisfies Readonly<Record<string, KeyRule>>;

/** A key of the filter language. */
export type Key = keyof typeof keys;

/** A key that a minus may stand before. */
export type ExcludingKey = {
  [K in Key]: (typeof keys)[K] extends { readonly excludes: true } ? K : never;
}[Key];

/** One part of a filter: `key:value,value`, `-key:value`, or a word or quoted phrase to look for in the payload. */
export type Term =
  | { readonly kind: 'key'; readonly key: Key; readonly not: boolean; readonly values: readonly string[] }
  | { readonly kind: 'text'; readonly text: string };

/** What is wrong with a filter, and where: offsets into its text. */
export interface Problem {
  readonly start: number;
  readonly end: number;
  readonly reason:
    | 'unknown-key'
    | 'unknown-value'
    | 'missing-value'
    | 'one-value'
    | 'repeated'
    | 'bad-time'
    | 'not-excluding'
    | 'unclosed-quote';
  /** As it is written, a minus before it included. */
  readonly key: string;
  readonly value: string;
}

/** The rule of a key; undefined when there is no such key. */
export function ruleOf(key: string): KeyRule | undefined {
  return Object.hasOwn(keys, key) ? keys[key as Key] : undefined;
}

/** Whether a minus may stand before a key. */
export function isExcluding(key: Key): key is ExcludingKey {
  return ruleOf(key)?.excludes === true;
}

/** The keys that a minus may stand before. */
export const excludingKeys: readonly ExcludingKey[] = (Object.keys(keys) as Key[]).filter(isExcluding);
