import { candidates, usesOf } from './finding/candidates.ts';
import { Collector } from './finding/collect.ts';
import { EventTypeNames } from './finding/eventTypeNames.ts';
import { Prefilter } from './finding/prefilter.ts';
import type { Handler } from './handler.ts';
import type { Language } from './languages/language.ts';
import { languageOf, languages } from './languages/table.ts';
import { Grammar } from './syntax/grammar.ts';
import type { Tree } from './syntax/treeSitter.ts';

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
    for (const language of languages) grammars.set(language, await Grammar.load(grammarDirectory, language));
    return new HandlerFinder(grammars, knownTypes);
  }

  /** Whether a file, by its name, is one the finder reads: of a known language, and neither test nor fixture. */
  handles(file: string): boolean {
    return languageOf(file) !== undefined && this.prefilter.mayHoldHandlers(file);
  }

  /** Gets ready for a file in small steps, so that the first `find` in its language does not stop the editor. */
  async prepare(file: string, text: string): Promise<void> {
    if (this.mayHoldHandlers(file, text)) await this.grammarOf(file)?.prepare();
  }

  /** The handlers in a file's text, in the order of the text. Broken code gives what can still be recognised. */
  find(file: string, text: string): readonly Handler[] {
    const grammar = this.grammarOf(file);
    if (!grammar || !this.mayHoldHandlers(file, text)) return [];
    const places = candidates(text, this.prefilter.eventOrObject, this.names);
    if (places.length === 0) return [];
    return grammar.withTree(text, (tree) => {
      const collector = new Collector(this.names, this.prefilter.hasMarker(text));
      const declared = collector.add(grammar.matches(tree, places));
      collector.add(grammar.matches(tree, usesOf(text, declared)));
      return collector.handlers(file);
    });
  }

  /** Parses a text and lends its tree, which is gone when `use` returns; undefined for a language not known. */
  withTree<T>(file: string, text: string, use: (tree: Tree) => T): T | undefined {
    return this.grammarOf(file)?.withTree(text, use);
  }

  /** Frees the memory of the parsers; the finder is unusable afterwards. */
  dispose(): void {
    for (const grammar of this.grammars.values()) grammar.dispose();
  }

  private mayHoldHandlers(file: string, text: string): boolean {
    return this.handles(file) && this.prefilter.isWorthParsing(text);
  }

  private grammarOf(file: string): Grammar | undefined {
    const language = languageOf(file);
    return language && this.grammars.get(language);
  }
}
