import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { collectHandlers, type Match } from './finding/collect.ts';
import { EventTypeNames } from './finding/eventTypeNames.ts';
import { Prefilter } from './finding/prefilter.ts';
import type { Handler } from './handler.ts';
import type { Language } from './languages/language.ts';
import { languageOf, languages } from './languages/table.ts';
import { loadRuntime, type Node, type Parser, type Query, type Tree } from './syntax/treeSitter.ts';

interface Grammar {
  readonly parser: Parser;
  readonly queries: readonly Query[];
}

/** Finds the places in source files that handle Stripe's events, with the syntax tree of each language. */
export class HandlerFinder {
  private readonly grammars: ReadonlyMap<Language, Grammar>;
  private readonly names: EventTypeNames;
  private readonly prefilter: Prefilter;

  private constructor(grammars: ReadonlyMap<Language, Grammar>, knownTypes: ReadonlySet<string>) {
    this.grammars = grammars;
    this.names = new EventTypeNames(knownTypes);
    this.prefilter = new Prefilter(knownTypes);
  }

  /**
   * Loads the grammars from a directory that holds `tree-sitter.js`, `tree-sitter.wasm` and one `.wasm` per language.
   * Throws when one of them is missing or broken. `knownTypes` are the catalogue's event types.
   */
  static async create(grammarDirectory: string, knownTypes: ReadonlySet<string>): Promise<HandlerFinder> {
    const grammars = new Map<Language, Grammar>();
    // One after the other: the runtime links each grammar into the same WebAssembly table.
    for (const language of languages) grammars.set(language, await loadGrammar(grammarDirectory, language));
    return new HandlerFinder(grammars, knownTypes);
  }

  /** Whether a file, by its name, is one the finder reads: of a known language, and neither test nor fixture. */
  handles(file: string): boolean {
    return languageOf(file) !== undefined && this.prefilter.mayHoldHandlers(file);
  }

  /** The handlers in a file's text, in the order of the text. Broken code gives what can still be recognised. */
  find(file: string, text: string): readonly Handler[] {
    if (!this.handles(file) || !this.prefilter.isWorthParsing(text)) return [];
    const hasMarker = this.prefilter.hasMarker(text);
    const handlers = this.withTree(file, text, (tree, queries) =>
      collectHandlers(file, matchesOf(tree.rootNode, queries), this.names, hasMarker),
    );
    return handlers ?? [];
  }

  /** Parses a text and lends its tree, which is gone when `use` returns; undefined for a language not known. */
  withTree<T>(file: string, text: string, use: (tree: Tree, queries: readonly Query[]) => T): T | undefined {
    const language = languageOf(file);
    const grammar = language && this.grammars.get(language);
    const tree = grammar?.parser.parse(text);
    if (!grammar || !tree) return undefined;
    try {
      return use(tree, grammar.queries);
    } finally {
      tree.delete();
    }
  }

  /** Frees the memory of the parsers; the finder is unusable afterwards. */
  dispose(): void {
    for (const { parser, queries } of this.grammars.values()) {
      for (const query of queries) query.delete();
      parser.delete();
    }
  }
}

async function loadGrammar(directory: string, language: Language): Promise<Grammar> {
  const runtime = await loadRuntime(directory);
  const grammar = await runtime.Language.load(join(directory, language.grammar));
  const queries: Query[] = [];
  for (const section of language.query.split(/\n\s*\n/)) {
    if (section.trim() === '') continue;
    queries.push(new runtime.Query(grammar, section));
    // Each section takes up to 20 ms to analyse: the editor goes on in between.
    await setImmediate();
  }
  return { parser: new runtime.Parser().setLanguage(grammar), queries };
}

function matchesOf(root: Node, queries: readonly Query[]): readonly Match[] {
  return queries.flatMap((query) =>
    query.matches(root).map(({ captures }) => {
      const match = new Map<string, Node[]>();
      for (const { name, node } of captures) match.set(name, [...(match.get(name) ?? []), node]);
      return match;
    }),
  );
}
