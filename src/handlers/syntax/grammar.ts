import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Language } from '../languages/language.ts';
import { loadRuntime, type Node, type Parser, type Query, type QueryMatch, type Tree } from './treeSitter.ts';

/** One match of a language's query: its nodes by capture name. */
export type Match = ReadonlyMap<string, readonly Node[]>;

/** A part of a text, in UTF-16 units. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** A language's parser and queries. Queries are analysed when first needed: that takes far longer than loading. */
export class Grammar {
  private readonly parser: Parser;
  private readonly waiting: (() => Query)[];
  private readonly queries: Query[] = [];

  private constructor(parser: Parser, waiting: (() => Query)[]) {
    this.parser = parser;
    this.waiting = waiting;
  }

  /** Throws when the grammar's file is missing or broken. */
  static async load(directory: string, language: Language): Promise<Grammar> {
    const runtime = await loadRuntime(directory);
    const grammar = await runtime.Language.load(join(directory, language.grammar));
    return new Grammar(
      new runtime.Parser().setLanguage(grammar),
      language.queries.map((source) => () => new runtime.Query(grammar, source)),
    );
  }

  /** Analyses the queries, with room for other work in between. */
  async prepare(): Promise<void> {
    while (this.waiting.length > 0) {
      this.analyseNext();
      await setImmediate();
    }
  }

  /** The matches of all queries that touch any of the ranges: far fewer, and far faster, than those of a whole tree. */
  matches(tree: Tree, ranges: readonly Range[]): readonly Match[] {
    while (this.waiting.length > 0) this.analyseNext();
    return ranges.flatMap(({ start, end }) => {
      // Unlike every other call, this one counts in bytes, of which the runtime's text has two per unit.
      const bytes = { startIndex: 2 * start, endIndex: 2 * end };
      return this.queries.flatMap((query) => query.matches(tree.rootNode, bytes).map(byName));
    });
  }

  /** Parses a text and lends its tree, which is gone when `use` returns. */
  withTree<T>(text: string, use: (tree: Tree) => T): T {
    const tree = this.parser.parse(text);
    if (!tree) throw new Error('The parser has no language');
    try {
      return use(tree);
    } finally {
      tree.delete();
    }
  }

  dispose(): void {
    this.waiting.length = 0;
    for (const query of this.queries) query.delete();
    this.queries.length = 0;
    this.parser.delete();
  }

  private analyseNext(): void {
    const analyse = this.waiting.shift();
    if (analyse) this.queries.push(analyse());
  }
}

function byName({ captures }: QueryMatch): Match {
  const match = new Map<string, Node[]>();
  for (const { name, node } of captures) match.set(name, [...(match.get(name) ?? []), node]);
  return match;
}
