/** JSON with what parsing would lose: the order of keys, repeated keys, and how numbers are spelt. */
export type JsonTree =
  | { readonly kind: 'string'; readonly text: string }
  /** A number, `true`, `false` or `null`, as written. */
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'array'; readonly items: readonly JsonTree[] }
  | { readonly kind: 'object'; readonly entries: readonly JsonEntry[] };

export type JsonEntry = readonly [key: string, value: JsonTree];

/** Deeper than any event, and shallow enough for recursion. */
const MAX_DEPTH = 200;

const token = /\s*("(?:[^"\\]|\\.)*"|[{}[\]:,]|[^\s{}[\]:,"]+)/gy;

/** The tree of a JSON text; undefined when it is none, or is nested too deeply. */
export function parseTree(text: string): JsonTree | undefined {
  try {
    JSON.parse(text);
  } catch {
    return undefined;
  }
  const tokens = [...text.matchAll(token)].map((match) => match[1] ?? '');
  return new Reader(tokens).value(0);
}

/** Reads tokens that are known to be valid JSON. */
class Reader {
  readonly #tokens: readonly string[];
  #next = 0;

  constructor(tokens: readonly string[]) {
    this.#tokens = tokens;
  }

  value(depth: number): JsonTree | undefined {
    if (depth > MAX_DEPTH) return undefined;
    const first = this.#take();
    if (first === '{') return this.#object(depth);
    if (first === '[') return this.#array(depth);
    return first.startsWith('"')
      ? { kind: 'string', text: JSON.parse(first) as string }
      : { kind: 'literal', text: first };
  }

  #object(depth: number): JsonTree | undefined {
    const entries: JsonEntry[] = [];
    while (!this.#ends('}')) {
      const key = JSON.parse(this.#take()) as string;
      this.#take();
      const value = this.value(depth + 1);
      if (!value) return undefined;
      entries.push([key, value]);
    }
    return { kind: 'object', entries };
  }

  #array(depth: number): JsonTree | undefined {
    const items: JsonTree[] = [];
    while (!this.#ends(']')) {
      const item = this.value(depth + 1);
      if (!item) return undefined;
      items.push(item);
    }
    return { kind: 'array', items };
  }

  /** Takes the closing bracket, or the comma before the next part if there is one. */
  #ends(bracket: '}' | ']'): boolean {
    if (this.#tokens[this.#next] === ',') this.#next++;
    if (this.#tokens[this.#next] !== bracket) return false;
    this.#next++;
    return true;
  }

  #take(): string {
    return this.#tokens[this.#next++] ?? '';
  }
}

/** The tree with every object in it changed, the innermost first. */
export function mapObjects(
  tree: JsonTree,
  change: (entries: readonly JsonEntry[]) => readonly JsonEntry[],
): JsonTree {
  switch (tree.kind) {
    case 'array':
      return { kind: 'array', items: tree.items.map((item) => mapObjects(item, change)) };
    case 'object':
      return {
        kind: 'object',
        entries: change(tree.entries.map(([key, value]) => [key, mapObjects(value, change)])),
      };
    case 'string':
    case 'literal':
      return tree;
  }
}

/** Whether any object in the tree satisfies a condition. */
export function someObject(tree: JsonTree, holds: (entries: readonly JsonEntry[]) => boolean): boolean {
  switch (tree.kind) {
    case 'array':
      return tree.items.some((item) => someObject(item, holds));
    case 'object':
      return holds(tree.entries) || tree.entries.some(([, value]) => someObject(value, holds));
    case 'string':
    case 'literal':
      return false;
  }
}
