import { isDeepStrictEqual } from 'node:util';
import { validColumns, validWidths } from './shared/columns.ts';
import { dragLimit, runnable, selectionLimit, type Runnable, type ToHost } from './shared/messages.ts';

type Fields = Readonly<Record<string, unknown>>;

const isText = (value: unknown, longest: number) => typeof value === 'string' && value.length <= longest;
const isCount = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0;
const isId = (value: unknown) => isCount(value) && value !== 0;
const isIds = (value: unknown) => Array.isArray(value) && value.length <= selectionLimit && value.every(isId);
const isRange = ({ generation, from, to }: Fields, longest: number) =>
  isCount(generation) && isCount(from) && isCount(to) && (to as number) - (from as number) <= longest;

/** What each kind of message must hold. */
const rules: { readonly [K in ToHost['kind']]: (message: Fields) => boolean } = {
  ready: () => true,
  filter: ({ text, hiddenBefore }) =>
    isText(text, 10_000) && (hiddenBefore === undefined || typeof hiddenBefore === 'number'),
  rows: (message) => isRange(message, 1000),
  range: (message) => isRange(message, selectionLimit),
  locate: ({ generation, id }) => isCount(generation) && isId(id),
  details: ({ id }) => isId(id),
  json: ({ ids }) => isIds(ids) && (ids as readonly unknown[]).length <= dragLimit,
  selection: ({ ids }) => isIds(ids),
  chart: ({ shown, buckets }) =>
    typeof shown === 'boolean' && isCount(buckets) && (buckets as number) <= 1000,
  pause: ({ paused }) => typeof paused === 'boolean',
  painted: () => true,
  vocabulary: () => true,
  keep: ({ kept }) => typeof kept === 'object' && kept !== null && JSON.stringify(kept).length < 50_000,
  copy: ({ text }) => isText(text, 64 * 1024 * 1024),
  columns: ({ columns, widths }) =>
    isDeepStrictEqual(columns, validColumns(columns)) && isDeepStrictEqual(widths, validWidths(widths)),
  run: ({ command, ids }) => runnable.includes(command as Runnable) && isIds(ids),
};

/** A message of the webview, or undefined when it is none of those it may send. */
export function validMessage(value: unknown): ToHost | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const message = value as Fields;
  const { kind } = message;
  if (typeof kind !== 'string' || !Object.hasOwn(rules, kind)) return undefined;
  return rules[kind as ToHost['kind']](message) ? (value as ToHost) : undefined;
}
