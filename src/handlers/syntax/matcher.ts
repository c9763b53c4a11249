import type { Pattern } from './pattern.ts';
import type { Node, Tree } from './treeSitter.ts';

/** One match of a pattern: its nodes by capture name, in the order of the pattern. */
export type Match = ReadonlyMap<string, readonly Node[]>;

/** A part of a text, in UTF-16 units. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** A language's patterns, by the type of the node that they start at. */
export class Patterns {
  private readonly byType = new Map<string, Pattern[]>();

  constructor(patterns: readonly Pattern[]) {
    for (const pattern of patterns) {
      if (pattern.type === undefined) throw new Error('a pattern starts at a node of one type');
      const alike = this.byType.get(pattern.type) ?? [];
      this.byType.set(pattern.type, [...alike, pattern]);
    }
  }

  of(type: string): readonly Pattern[] {
    return this.byType.get(type) ?? [];
  }
}

/** Matches patterns against one tree; for as long as that lives. */
export class Matcher {
  private readonly patterns: Patterns;
  private readonly root: Seen;

  constructor(patterns: Patterns, { rootNode }: Tree) {
    this.patterns = patterns;
    this.root = new Seen(rootNode, undefined, 0);
  }

  /**
   * The matches whose outermost node touches any of the ranges, without those that an earlier call gave: they are few,
   * and nothing else of the tree is looked at.
   */
  matches(ranges: readonly Range[]): readonly Match[] {
    const found: Match[] = [];
    const waiting = [this.root];
    for (let seen = waiting.pop(); seen; seen = waiting.pop()) {
      const { start, end } = seen;
      if (!ranges.some((range) => start < range.end && range.start < end)) continue;
      if (!seen.isDone) found.push(...this.matchesAt(seen));
      waiting.push(...seen.children.toReversed());
    }
    return found;
  }

  private matchesAt(seen: Seen): readonly Match[] {
    seen.isDone = true;
    return this.patterns.of(seen.type).flatMap((pattern) =>
      [...matching(seen, pattern, [])].map(byName).filter((match) =>
        pattern.predicates.every(({ capture, holds }) =>
          // What a pattern did not come by is not judged.
          (match.get(capture) ?? []).every((node) => holds(node.text)),
        ),
      ),
    );
  }
}

type Captured = readonly (readonly [capture: string, node: Node])[];

/** Every way in which a pattern matches at a node, added to what is captured already. */
function* matching(seen: Seen, pattern: Pattern, before: Captured): Generator<Captured> {
  const captured =
    pattern.captures.length === 0
      ? before
      : [...before, ...pattern.captures.map((capture) => [capture, seen.node] as const)];
  if (pattern.alternatives) {
    for (const alternative of pattern.alternatives) yield* matching(seen, alternative, captured);
  } else if (pattern.type === undefined ? seen.isNamed : pattern.type === seen.type) {
    if (pattern.isNamed === seen.isNamed)
      yield* matchingChildren(seen, pattern, { step: 0, from: 0 }, captured);
  }
}

function* matchingChildren(
  seen: Seen,
  pattern: Pattern,
  { step, from }: { readonly step: number; readonly from: number },
  captured: Captured,
): Generator<Captured> {
  const wanted = pattern.children[step];
  if (!wanted) {
    const isOpen = pattern.isClosed && seen.children.slice(from).some(({ isNamed }) => isNamed);
    if (!isOpen) yield captured;
    return;
  }
  for (const [at, child] of seen.children.entries()) {
    if (at < from) continue;
    if (wanted.field === undefined || wanted.field === child.field)
      for (const more of matching(child, wanted, captured))
        yield* matchingChildren(seen, pattern, { step: step + 1, from: at + 1 }, more);
    if (wanted.isAnchored && child.isNamed) return;
  }
}

function byName(captured: Captured): Match {
  const match = new Map<string, Node[]>();
  for (const [name, node] of captured) match.set(name, [...(match.get(name) ?? []), node]);
  return match;
}

/** A node, with what has been asked of it: each question to the runtime costs as much as a hundred comparisons. */
class Seen {
  readonly node: Node;
  readonly start: number;
  readonly end: number;
  /** Whether the patterns were matched here. */
  isDone = false;
  private readonly parent: Seen | undefined;
  private readonly position: number;
  private knownType: string | undefined;
  private known: readonly Seen[] | undefined;
  private knownNamed: boolean | undefined;
  private knownField: string | null | undefined;

  constructor(node: Node, parent: Seen | undefined, position: number) {
    this.node = node;
    this.parent = parent;
    this.position = position;
    this.start = node.startIndex;
    this.end = node.endIndex;
  }

  get type(): string {
    return (this.knownType ??= this.node.type);
  }

  get isNamed(): boolean {
    return (this.knownNamed ??= this.node.isNamed);
  }

  /** The field of its parent that it is in. */
  get field(): string | undefined {
    if (this.knownField === undefined)
      this.knownField = this.parent?.node.fieldNameForChild(this.position) ?? null;
    return this.knownField ?? undefined;
  }

  /** All but the comments, which may stand anywhere. */
  get children(): readonly Seen[] {
    return (this.known ??= this.node.children
      .map((child, position) => child && new Seen(child, this, position))
      .filter((child) => child !== null)
      .filter((child) => !child.isNamed || !child.type.includes('comment')));
  }
}
