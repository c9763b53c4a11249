import { candidates, usesOf } from './finding/candidates.ts';
import { Collector } from './finding/collect.ts';
import { EventTypeNames } from './finding/eventTypeNames.ts';
import { Prefilter } from './finding/prefilter.ts';
import type { Handler } from './handler.ts';
import type { Language } from './languages/language.ts';
import { languageOf } from './languages/table.ts';
import { Grammar } from './syntax/grammar.ts';
import { Matcher, type Range } from './syntax/matcher.ts';
import { loadRuntime, type Tree } from './syntax/treeSitter.ts';

/** A file that is worth a parse. */
interface Looked {
  readonly file: string;
  readonly language: Language;
  /** What of the file is code. */
  readonly text: string;
  /** Where it may name types. */
  readonly places: readonly Range[];
  readonly hasMarker: boolean;
  readonly dispatches: boolean;
}

/** Finds the places in source files that handle Stripe's events, with the syntax tree of each language. */
export class HandlerFinder {
  /** The names of Stripe's event types. */
  readonly names: EventTypeNames;
  private readonly grammarDirectory: string;
  private readonly prefilter: Prefilter;
  /** By grammar and queries, which languages may share. */
  private readonly loading = new Map<Language['queries'], Promise<Grammar>>();
  private readonly loaded = new Map<Language['queries'], Grammar>();

  private constructor(grammarDirectory: string, knownTypes: ReadonlySet<string>) {
    this.grammarDirectory = grammarDirectory;
    this.names = new EventTypeNames(knownTypes);
    this.prefilter = new Prefilter(knownTypes);
  }

  /**
   * Starts the parser from a directory that holds `tree-sitter.js`, `tree-sitter.wasm` and one `.wasm` per language.
   * Throws when it is not there. `knownTypes` are the catalogue's event types.
   */
  static async create(grammarDirectory: string, knownTypes: ReadonlySet<string>): Promise<HandlerFinder> {
    await loadRuntime(grammarDirectory);
    return new HandlerFinder(grammarDirectory, knownTypes);
  }

  /** Whether a file, by its path in the workspace, is one the finder reads: of a known language, and neither test nor fixture. */
  handles(file: string): boolean {
    return languageOf(file) !== undefined && this.prefilter.mayHoldHandlers(file);
  }

  /** The handlers in a file's text, as `find` gives them, for which it loads what is needed. Throws when the grammar is missing. */
  async findIn(file: string, text: string): Promise<readonly Handler[]> {
    const looked = this.look(file, text);
    return looked ? this.collect(looked, await this.grammarOf(looked.language), false) : [];
  }

  /** Loads what `find` and `withTree` need for a file of a known language, whatever stands in it. */
  async prepare(file: string, text: string): Promise<void> {
    const language = this.handles(file) && this.prefilter.isWorthParsing(text) ? languageOf(file) : undefined;
    if (language) await this.grammarOf(language);
  }

  /**
   * The handlers in a file's text, in the order of the text. Broken code gives what can still be recognised.
   * Throws when the file was not prepared.
   */
  find(file: string, text: string): readonly Handler[] {
    return this.findPrepared(file, text, false);
  }

  /** The places that handle what was meant to be an event type, but is none: `case 'invoice.payed':`. */
  findUnknown(file: string, text: string): readonly Handler[] {
    return this.findPrepared(file, text, true).filter(({ eventType }) => !this.names.isKnown(eventType));
  }

  /** Parses a prepared text and lends its tree, which is gone when `use` returns; undefined for a language not known. */
  withTree<T>(file: string, text: string, use: (tree: Tree) => T): T | undefined {
    const language = languageOf(file);
    return language && this.loaded.get(language.queries)?.withTree(codeOf(language, text), use);
  }

  /** Frees the memory of the parsers; the finder is unusable afterwards. */
  dispose(): void {
    for (const grammar of this.loaded.values()) grammar.dispose();
    this.loaded.clear();
  }

  private findPrepared(file: string, text: string, lenient: boolean): readonly Handler[] {
    const looked = this.look(file, text);
    if (!looked) return [];
    const grammar = this.loaded.get(looked.language.queries);
    if (!grammar) throw new Error(`${file} was not prepared`);
    return this.collect(looked, grammar, lenient);
  }

  /** What can be said of a file without its grammar; undefined when it is not worth a parse. */
  private look(file: string, whole: string): Looked | undefined {
    const language = this.handles(file) ? languageOf(file) : undefined;
    if (!language) return undefined;
    const text = codeOf(language, whole);
    const dispatches = language.dispatch?.test(whole) ?? false;
    const places = candidates(text, {
      strings: this.prefilter.eventOrObject,
      names: this.names,
      dispatches,
      alsoNear: language.alsoNear && this.prefilter.hasMarker(text) ? language.alsoNear : undefined,
      lineComment: language.lineComment ?? '//',
    });
    // The places first: they are sooner found than that a text has no marker, and most texts have none.
    if (places.length === 0 || !this.prefilter.isWorthParsing(whole)) return undefined;
    return { file, language, text, places, dispatches, hasMarker: this.prefilter.hasMarker(whole) };
  }

  private collect(looked: Looked, grammar: Grammar, lenient: boolean): readonly Handler[] {
    const { file, text, places } = looked;
    return grammar.withTree(text, (tree) => {
      const inCode = places.filter(({ start, end }) => !isComment(tree, start, end));
      if (inCode.length === 0) return [];
      const collector = new Collector(this.names, looked, lenient);
      const matcher = new Matcher(grammar.patterns, tree);
      const declared = collector.add(matcher.matches(inCode));
      collector.add(matcher.matches(usesOf(text, declared)));
      return collector.handlers(file);
    });
  }

  private grammarOf(language: Language): Promise<Grammar> {
    let grammar = this.loading.get(language.queries);
    if (!grammar) {
      grammar = Grammar.load(this.grammarDirectory, language);
      this.loading.set(language.queries, grammar);
      grammar.then(
        (loaded) => this.loaded.set(language.queries, loaded),
        () => this.loading.delete(language.queries),
      );
    }
    return grammar;
  }
}

/** Whether a range lies in one comment. */
function isComment(tree: Tree, start: number, end: number): boolean {
  return /comment/.test(tree.rootNode.descendantForIndex(start, end)?.type ?? '');
}

function codeOf(language: Language, text: string): string {
  return language.code?.(text) ?? text;
}
