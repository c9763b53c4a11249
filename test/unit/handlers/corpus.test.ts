import assert from 'node:assert/strict';
import type { HandlerFinder } from '../../../src/handlers/finder.ts';
import { corpus } from './corpus/all.ts';
import { unmark } from './corpus/snippet.ts';
import { createFinder } from './support.ts';

describe('Finding handlers, over the corpus', function () {
  this.timeout(30_000);
  let finder: HandlerFinder;
  const score = { right: 0, wrong: 0, missed: 0 };

  before(async () => {
    finder = await createFinder();
  });
  after(() => finder.dispose());

  for (const { name, file, code, form } of corpus)
    it(`${file}: ${name}`, () => {
      const { text, expected } = unmark(code);
      const found = finder.find(file, text);
      const key = (one: { eventType: string; line: number; column: number; endColumn: number }): string =>
        `${one.line + 1}:${one.column + 1}-${one.endColumn + 1} ${one.eventType}`;
      const [actual, wanted] = [found.map(key), expected.map(key)];
      score.right += actual.filter((one) => wanted.includes(one)).length;
      score.wrong += actual.filter((one) => !wanted.includes(one)).length;
      score.missed += wanted.filter((one) => !actual.includes(one)).length;
      assert.deepEqual(actual, wanted);
      for (const handler of found) assert.equal(handler.form, form);
    });

  it('precision and recall are at least 0.98', () => {
    const precision = score.right / (score.right + score.wrong);
    const recall = score.right / (score.right + score.missed);
    console.log(
      `      ${corpus.length} snippets, ${score.right + score.missed} handlers: ` +
        `precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}`,
    );
    assert.ok(precision >= 0.98 && recall >= 0.98);
  });
});
