import type { JsonNodes } from './nodes.ts';

// Deeper values are behind their parents until asked for; an event's own object lies at depth 2.
const openToDepth = 3;
// A list of hundreds would bury what comes after it.
const openToChildren = 100;

/** Which values of a JSON text are shown: those whose parents are all open. */
export class JsonTree {
  readonly nodes: JsonNodes;
  readonly #open = new Set<number>();
  #rows: readonly number[] | undefined;

  constructor(nodes: JsonNodes) {
    this.nodes = nodes;
    for (let index = 0; index < nodes.count; index++) {
      if (this.#holds(index) && this.#opensByItself(index)) this.#open.add(index);
    }
  }

  /** The values shown, from top to bottom. */
  get rows(): readonly number[] {
    return (this.#rows ??= this.#visible());
  }

  /** Whether the value can be opened. */
  isParent(index: number): boolean {
    return this.#holds(index);
  }

  isOpen(index: number): boolean {
    return this.#open.has(index);
  }

  /** Opens or closes a value. */
  set(index: number, open: boolean): void {
    if (!this.#holds(index)) return;
    if (open) this.#open.add(index);
    else this.#open.delete(index);
    this.#rows = undefined;
  }

  /** Opens what stands around a value, so that it is shown, and gives its row. */
  reveal(index: number): number {
    for (let at = index; this.nodes.parent[at] !== at;) {
      at = this.nodes.parent[at] ?? 0;
      this.#open.add(at);
    }
    this.#rows = undefined;
    return this.rows.indexOf(index);
  }

  /** The values whose name or own text holds the words, upper and lower case alike. */
  find(words: string): readonly number[] {
    const wanted = words.toLowerCase();
    if (wanted === '') return [];
    const found: number[] = [];
    for (let index = 0; index < this.nodes.count; index++) {
      const own = this.#holds(index) ? '' : valueOf(this.nodes, index);
      if (`${nameOf(this.nodes, index) ?? ''}\n${own}`.toLowerCase().includes(wanted)) found.push(index);
    }
    return found;
  }

  #visible(): number[] {
    const rows: number[] = [];
    const { count, span } = this.nodes;
    for (let index = 0; index < count;) {
      rows.push(index);
      index += this.#holds(index) && !this.#open.has(index) ? (span[index] ?? 1) : 1;
    }
    return rows;
  }

  #holds(index: number): boolean {
    return (this.nodes.children[index] ?? 0) > 0;
  }

  #opensByItself(index: number): boolean {
    return (
      (this.nodes.depth[index] ?? 0) < openToDepth && (this.nodes.children[index] ?? 0) <= openToChildren
    );
  }
}

/** A value's name in the object around it, or its place in the list; undefined for the outermost. */
export function nameOf(nodes: JsonNodes, index: number): string | number | undefined {
  const [from, to] = [nodes.nameStart[index] ?? 0, nodes.nameEnd[index] ?? 0];
  if (to > from) return JSON.parse(nodes.text.slice(from, to)) as string;
  return nodes.parent[index] === index ? undefined : nodes.place[index];
}

/** A value as text: strings without quotes and escapes, everything else as it was sent. */
export function valueOf(nodes: JsonNodes, index: number): string {
  const text = nodes.text.slice(nodes.start[index], nodes.end[index]);
  return nodes.kind[index] === 'string' ? (JSON.parse(text) as string) : text;
}

/** The way to a value, as code would write it: `data.object.items.data[0].id`. */
export function pathOf(nodes: JsonNodes, index: number): string {
  const parts: string[] = [];
  for (let at = index; nodes.parent[at] !== at; at = nodes.parent[at] ?? 0) {
    const name = nameOf(nodes, at);
    if (typeof name === 'number') parts.push(`[${name}]`);
    else if (/^[A-Za-z_$][\w$]*$/.test(name ?? '')) parts.push(`.${name}`);
    else parts.push(`[${JSON.stringify(name)}]`);
  }
  return parts.reverse().join('').replace(/^\./, '');
}

/** The first value at a way of names below the outermost one; undefined when there is none. */
export function find(nodes: JsonNodes, ...names: readonly string[]): number | undefined {
  let at = 0;
  for (const name of names) {
    const child = childrenOf(nodes, at).find((index) => nameOf(nodes, index) === name);
    if (child === undefined) return undefined;
    at = child;
  }
  return nodes.count > 0 ? at : undefined;
}

/** The values directly in another. */
export function childrenOf(nodes: JsonNodes, index: number): number[] {
  const found: number[] = [];
  const end = index + (nodes.span[index] ?? 1);
  for (let at = index + 1; at < end; at += nodes.span[at] ?? 1) found.push(at);
  return found;
}
