import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Language } from '../languages/language.ts';
import { Patterns } from './matcher.ts';
import { parsePatterns } from './pattern.ts';
import { loadRuntime, type Parser, type Tree } from './treeSitter.ts';

/** A language's parser and patterns. */
export class Grammar {
  readonly patterns: Patterns;
  private readonly parser: Parser;

  private constructor(parser: Parser, patterns: Patterns) {
    this.parser = parser;
    this.patterns = patterns;
  }

  /** Throws when the grammar's file is missing or broken. */
  static async load(directory: string, language: Language): Promise<Grammar> {
    const runtime = await loadRuntime(directory);
    // In one piece: the runtime's own reading of these megabytes, in chunks that it puts together, takes twice as long.
    const grammar = await runtime.Language.load(readFileSync(join(directory, language.grammar)));
    return new Grammar(
      new runtime.Parser().setLanguage(grammar),
      new Patterns(language.queries.flatMap(parsePatterns)),
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
    this.parser.delete();
  }
}
