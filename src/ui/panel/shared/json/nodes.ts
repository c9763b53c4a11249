/** What a JSON value is. */
export type JsonKind = 'object' | 'array' | 'string' | 'number' | 'literal';

/**
 * The values of a JSON text in the order they stand in it, as columns: a mebibyte of JSON is hundreds of thousands of
 * values, nested any number deep, and is walked through without recursion.
 */
export interface JsonNodes {
  readonly text: string;
  readonly count: number;
  readonly kind: readonly JsonKind[];
  /** Where the value stands in the text. */
  readonly start: Uint32Array;
  readonly end: Uint32Array;
  /** Where its name stands, quotes included; equal where it has none. */
  readonly nameStart: Uint32Array;
  readonly nameEnd: Uint32Array;
  readonly depth: Uint32Array;
  /** Index of the value around it; its own for the outermost. */
  readonly parent: Uint32Array;
  /** How many values it holds in all, itself included: the next one beside it is at its index plus this. */
  readonly span: Uint32Array;
  /** How many values it holds directly. */
  readonly children: Uint32Array;
  /** Its place among the values around it, from 0. */
  readonly place: Uint32Array;
}

const kinds: Readonly<Record<string, JsonKind>> = {
  '{': 'object',
  '[': 'array',
  '"': 'string',
  t: 'literal',
  f: 'literal',
  n: 'literal',
};

/** Reads a JSON text; undefined when it is not JSON. */
export function readJson(text: string): JsonNodes | undefined {
  try {
    JSON.parse(text);
  } catch {
    return undefined;
  }
  return scan(text);
}

/** The columns while they grow. */
interface Growing {
  readonly kind: JsonKind[];
  readonly numbers: Record<NumberColumn, number[]>;
}

type NumberColumn = Exclude<keyof JsonNodes, 'text' | 'count' | 'kind'>;

const numberColumns: readonly NumberColumn[] = [
  'start',
  'end',
  'nameStart',
  'nameEnd',
  'depth',
  'parent',
  'span',
  'children',
  'place',
];

// A string, a bracket, a colon, or a run of anything else: a number or a word.
const token = () => /"(?:[^"\\]|\\.)*"|[{}[\]:]|[^\s{}[\]",:]+/gs;

/** Goes through a text that is known to be JSON. */
function scan(text: string): JsonNodes {
  const grown: Growing = {
    kind: [],
    numbers: Object.fromEntries(numberColumns.map((column) => [column, []])) as unknown as Growing['numbers'],
  };
  const open: number[] = [];
  let name: readonly [from: number, to: number] | undefined;
  for (const { 0: match, index: from } of text.matchAll(token())) {
    const to = from + match.length;
    const around = open.at(-1);
    if (match === ':') continue;
    if (match === '}' || match === ']') {
      open.pop();
      if (around !== undefined) close(grown, around, to);
    } else if (around !== undefined && grown.kind[around] === 'object' && !name) {
      name = [from, to];
    } else {
      const index = add(grown, { match, from, to, name, around, depth: open.length });
      name = undefined;
      if (match === '{' || match === '[') open.push(index);
    }
  }
  const columns = numberColumns.map((column) => [column, Uint32Array.from(grown.numbers[column])]);
  return {
    text,
    count: grown.kind.length,
    kind: grown.kind,
    ...(Object.fromEntries(columns) as Pick<JsonNodes, NumberColumn>),
  };
}

interface Found {
  readonly match: string;
  readonly from: number;
  readonly to: number;
  readonly name: readonly [from: number, to: number] | undefined;
  readonly around: number | undefined;
  readonly depth: number;
}

function add({ kind, numbers }: Growing, { match, from, to, name, around, depth }: Found): number {
  const index = kind.length;
  kind.push(kinds[match[0] ?? ''] ?? 'number');
  numbers.start.push(from);
  numbers.end.push(to);
  numbers.nameStart.push(name?.[0] ?? from);
  numbers.nameEnd.push(name?.[1] ?? from);
  numbers.depth.push(depth);
  numbers.parent.push(around ?? index);
  numbers.span.push(1);
  numbers.children.push(0);
  numbers.place.push(around === undefined ? 0 : (numbers.children[around] ?? 0));
  if (around !== undefined) numbers.children[around] = (numbers.children[around] ?? 0) + 1;
  return index;
}

function close({ kind, numbers }: Growing, index: number, end: number): void {
  numbers.end[index] = end;
  numbers.span[index] = kind.length - index;
}
