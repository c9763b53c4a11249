import assert from 'node:assert/strict';
import type { HandlerFinder } from '../../../src/handlers/finder.ts';
import { insertStub } from '../../../src/handlers/stub.ts';
import { corpus } from './corpus/all.ts';
import { unmark } from './corpus/snippet.ts';
import { createFinder, errorsIn } from './support.ts';

const noBranch = 'It tests for types where no branch can be added.';
const elsewhere = 'Its handlers are declared elsewhere, so what a new one takes and gives is not known.';
const classes = 'Each of its handlers is a class of its own, and where those are registered is not known.';

/** The snippets that take no handler, and what is said then. */
const refusals: Readonly<Record<string, string>> = {
  'a.ts: handler class': classes,
  'a.py: handler class': classes,
  'A.java: handler class': classes,
  'A.cs: handler class': classes,
  'A.java: supports': noBranch,
  'a.ex: with and guards': noBranch,
  'a.go: route table': elsewhere,
  'a.rs: map of handlers': elsewhere,
  'a.ts: broken code: unfinished function above': 'It has a syntax error: correct that first.',
};

const layouts: readonly { readonly name: string; readonly of: (text: string) => string }[] = [
  { name: 'as it is', of: (text) => text },
  { name: 'CRLF', of: (text) => text.replaceAll('\n', '\r\n') },
  {
    name: 'tabs',
    of: (text) => text.replace(/^ +/gm, (spaces) => '\t'.repeat(Math.ceil(spaces.length / 2))),
  },
];

describe('Handler stubs, over the corpus', function () {
  this.timeout(30_000);
  let finder: HandlerFinder;
  before(async () => {
    finder = await createFinder();
  });
  after(() => finder.dispose());

  for (const { name, file, code } of corpus.filter(({ form }) => form !== undefined))
    for (const layout of layouts)
      it(`${file}: ${name} (${layout.name})`, () => {
        const text = layout.of(unmark(code).text);
        const typesIn = (source: string): readonly string[] =>
          finder.find(file, source).map(({ eventType }) => eventType);
        const before = typesIn(text);
        const type = newType(before);
        const edit = insertStub(file, text, type, finder);
        const refused = refusals[`${file}: ${name}`];
        if ('refused' in edit) return assert.equal(edit.refused, refused);
        assert.equal(refused, undefined);

        const result = text.slice(0, edit.offset) + edit.newText + text.slice(edit.offset);
        assert.ok(errorsIn(finder, file, result) <= errorsIn(finder, file, text), result);
        const added = finder.find(file, result).filter(({ eventType }) => eventType === type);
        assert.deepEqual(
          added.map(({ line, column }) => [line, column]),
          [[edit.line, edit.column]],
        );
        assert.deepEqual(
          typesIn(result).filter((one) => one !== type),
          before,
        );
        assert.deepEqual(insertStub(file, result, type, finder), {
          refused: `${type} is handled there already.`,
        });
        if (text.includes('\r\n')) assert.doesNotMatch(result, /[^\r]\n/);
        if (layout.name === 'tabs' && text.includes('\t')) assert.doesNotMatch(edit.newText, /\n +\S/);
      });

  it('every refusal is one of a snippet that there is', () => {
    const names = corpus.map(({ file, name }) => `${file}: ${name}`);
    assert.deepEqual(
      Object.keys(refusals).filter((name) => !names.includes(name)),
      [],
    );
  });
});

/** A type of the kind that a text handles, but none of those. */
function newType(handled: readonly string[]): string {
  const isThin = handled.every((type) => /^v\d/.test(type));
  const candidates = isThin
    ? ['v1.billing.meter.no_meter_found']
    : ['invoice.payment_failed', 'payout.failed'];
  const type = candidates.find((one) => !handled.includes(one));
  assert.ok(type);
  return type;
}
