import assert from 'node:assert/strict';
import fc from 'fast-check';
import { junitReport, type ReportedTest } from '../../../src/eventTests/junit.ts';
import { elementsOf } from './support/xml.ts';

describe('a JUnit report', () => {
  it('is well-formed XML that says what happened, whatever stands in it', () => {
    const text = fc.string({ unit: 'binary' });
    const failure = fc.record({ message: text, details: text });
    const test = fc.record(
      { name: text, group: text, milliseconds: fc.nat(100_000), failure },
      { requiredKeys: ['name', 'group', 'milliseconds'] },
    );
    fc.assert(
      fc.property(fc.array(test, { maxLength: 4 }), (tests: readonly ReportedTest[]) => {
        const elements = elementsOf(junitReport(tests));
        const cases = elements.filter(({ name }) => name === 'testcase');
        assert.deepEqual(
          cases.map(({ attributes }) => [attributes['name'], attributes['classname'], attributes['time']]),
          tests.map(({ name, group, milliseconds }) => [
            readable(name),
            readable(group),
            (milliseconds / 1000).toFixed(3),
          ]),
        );
        const failures = elements.filter(({ name }) => name === 'failure');
        assert.deepEqual(
          failures.map(({ attributes, text }) => [attributes['message'], text]),
          tests.flatMap(({ failure }) =>
            failure ? [[readable(failure.message), readable(failure.details)]] : [],
          ),
        );
        const suite = elements.find(({ name }) => name === 'testsuite');
        assert.equal(suite?.attributes['tests'], String(tests.length));
        assert.equal(suite.attributes['failures'], String(failures.length));
      }),
    );
  });

  it('keeps quotes, line breaks and what looks like markup', () => {
    const failure = { message: `"a" <b> & 'c'\nd`, details: ']]> &amp; <failure>' };
    const [found] = elementsOf(junitReport([{ name: 'x', group: 'y', milliseconds: 1, failure }])).filter(
      ({ name }) => name === 'failure',
    );
    assert.equal(found?.attributes['message'], failure.message);
    assert.equal(found.text, failure.details);
  });
});

/** What XML cannot hold is replaced. */
function readable(text: string): string {
  return [...text]
    .map((character) => {
      const code = character.codePointAt(0) ?? 0;
      const isControl = code < 0x20 && ![9, 10, 13].includes(code);
      const isSurrogate = code >= 0xd800 && code <= 0xdfff;
      return isControl || isSurrogate || code === 0xfffe || code === 0xffff ? '\ufffd' : character;
    })
    .join('');
}
