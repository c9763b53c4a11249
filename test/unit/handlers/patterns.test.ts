import assert from 'node:assert/strict';
import { join } from 'node:path';
import { languageOf, languages } from '../../../src/handlers/languages/table.ts';
import { Matcher, Patterns, type Match } from '../../../src/handlers/syntax/matcher.ts';
import { parsePatterns } from '../../../src/handlers/syntax/pattern.ts';
import { loadRuntime, type Query, type QueryMatch } from '../../../src/handlers/syntax/treeSitter.ts';
import { corpus } from './corpus/all.ts';
import { unmark } from './corpus/snippet.ts';
import { copiedGrammars, grammarDirectory } from './support.ts';

describe('Patterns over syntax trees', function () {
  // Tree-sitter analyses its queries for seconds: that is why the product has patterns of its own.
  this.timeout(120_000);
  const grammars = new Map<string, Awaited<ReturnType<typeof load>>>();

  before(async () => {
    await copiedGrammars();
    for (const language of languages) grammars.set(language.id + language.grammar, await load(language));
  });
  after(() => {
    for (const { queries, parser } of grammars.values()) {
      for (const query of queries) query.delete();
      parser.delete();
    }
  });

  it('name only what the grammars have, and match what tree-sitter itself does', () => {
    let compared = 0;
    for (const { file, code } of corpus) {
      const language = languageOf(file);
      const grammar = language && grammars.get(language.id + language.grammar);
      if (!grammar) continue;
      const { text: whole } = unmark(code);
      const text = language.code?.(whole) ?? whole;
      const tree = grammar.parser.parse(text);
      assert.ok(tree);
      const patterns = new Patterns(language.queries.flatMap(parsePatterns));
      const own = new Matcher(patterns, tree).matches([{ start: 0, end: text.length }]);
      const theirs = grammar.queries.flatMap((query) => query.matches(tree.rootNode));
      assert.deepEqual(keysOf(own), keysOf(theirs.map(byName)), `${file}: ${code}`);
      compared += own.length;
      tree.delete();
    }
    assert.ok(compared > 1_000, `${compared} matches`);
  });

  it('say what they do not understand', () => {
    assert.throws(() => parsePatterns('(call'), /ends too early/);
    assert.throws(() => parsePatterns('(call)+'), /not understood/);
    assert.throws(() => parsePatterns('((call) @a (#is? @a "x"))'), /#is\? is not a predicate/);
    assert.throws(() => new Patterns(parsePatterns('(_) @a')), /starts at a node of one type/);
  });
});

async function load(language: (typeof languages)[number]) {
  const runtime = await loadRuntime(grammarDirectory);
  const grammar = await runtime.Language.load(join(grammarDirectory, language.grammar));
  const queries: readonly Query[] = language.queries.map((source) => new runtime.Query(grammar, source));
  return { queries, parser: new runtime.Parser().setLanguage(grammar) };
}

function byName({ captures }: QueryMatch): Match {
  const names = new Set(captures.map(({ name }) => name));
  return new Map(
    [...names].map((name) => [name, captures.filter((one) => one.name === name).map(({ node }) => node)]),
  );
}

/** What a match says, the same for either engine. */
function keysOf(matches: readonly Match[]): readonly string[] {
  const keys = matches.map((match) =>
    [...match]
      .map(
        ([name, nodes]) =>
          `${name} ${nodes.map(({ startIndex, endIndex }) => `${startIndex}-${endIndex}`).join()}`,
      )
      .sort()
      .join(' | '),
  );
  return [...new Set(keys)].sort();
}
