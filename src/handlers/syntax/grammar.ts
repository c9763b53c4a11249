import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Language } from '../languages/language.ts';
import { loadRuntime, type Node, type Parser, type Query, type Tree } from './treeSitter.ts';

/** One match of a language's query: its nodes by capture name. */
export type Match = ReadonlyMap<string, readonly Node[]>;

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

  /** All matches of all queries in a tree. */
  matches(tree: Tree): readonly Match[] {
    while (this.waiting.length > 0) this.analyseNext();
    return this.queries.flatMap((query) =>
      query.matches(tree.rootNode).map(({ captures }) => {
        const match = new Map<string, Node[]>();
        for (const { name, node } of captures) match.set(name, [...(match.get(name) ?? []), node]);
        return match;
      }),
    );
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
