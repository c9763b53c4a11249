import assert from 'node:assert/strict';
import fc from 'fast-check';
import { eventTypeOf, parseFixture } from '../../../src/eventTests/fixture.ts';
import { FixtureError } from '../../../src/eventTests/fixtureError.ts';
import { fixtureName, fixtureText } from '../../../src/eventTests/fixtureText.ts';
import { formatJson } from '../../../src/ui/editor/formatJson.ts';

const read = (value: object) => parseFixture(JSON.stringify({ fixture: 1, ...value }), 'a.json');

/** The sentence about a text that is no fixture. */
function problemOf(text: string): string {
  try {
    parseFixture(text, '.stripe/fixtures/a.json');
  } catch (error) {
    assert.ok(error instanceof FixtureError, String(error));
    return error.message;
  }
  assert.fail(`${text} was read`);
}

describe('an event that is saved as a fixture', () => {
  it('is read as it was sent: numbers, escapes, order and layout', () => {
    const sent = '{\n  "b": 1.0,\n  "a": 12345678901234567890,\n  "é": "\\u00e9 \\n"\n}';
    const { content } = parseFixture(fixtureText(Buffer.from(sent), 'what it is', formatJson), 'a.json');
    assert.deepEqual(content, { kind: 'event', text: sent, type: undefined });
  });

  it('is read as the same JSON whatever it is', () => {
    fc.assert(
      fc.property(fc.object(), fc.nat(4), (event, indent) => {
        const sent = JSON.stringify(event, null, indent);
        const { content } = parseFixture(fixtureText(Buffer.from(sent), '"quoted"', formatJson), 'a.json');
        assert.ok(content.kind === 'event');
        assert.deepEqual(JSON.parse(content.text), JSON.parse(sent));
      }),
    );
  });

  it('keeps any other body byte by byte', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const { content } = parseFixture(fixtureText(bytes, 'x', formatJson), 'a.json');
        if (content.kind === 'body') assert.deepEqual(Buffer.from(content.body), Buffer.from(bytes));
        else assert.equal(typeof JSON.parse(Buffer.from(bytes).toString()), 'object');
      }),
    );
  });

  it('has a name that stays in its folder', () => {
    assert.equal(fixtureName('customer.subscription.updated'), 'customer.subscription.updated');
    assert.equal(fixtureName('../../etc/passwd'), 'etc-passwd');
    assert.equal(fixtureName(undefined), 'request');
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (type) => {
        assert.match(fixtureName(type), /^[a-z0-9_][a-z0-9._-]*$/);
      }),
    );
  });
});

describe('a fixture that is written by hand', () => {
  it('may name a type, of which an event is built', () => {
    const fixture = read({ type: 'invoice.paid', seed: 7, set: { amount_paid: 500 } });
    assert.deepEqual(fixture.content, {
      kind: 'generated',
      type: 'invoice.paid',
      seed: 7,
      set: { amount_paid: 500 },
    });
    assert.equal(eventTypeOf(fixture), 'invoice.paid');
  });

  it('expects success when it says nothing', () => {
    assert.deepEqual(read({ type: 'ping' }).expect, { status: ['2xx'], idempotent: false });
  });

  it('may expect a status, a time, a body and the same answer twice', () => {
    const body = { pattern: '^ok' };
    const expect = { status: [200, '3xx'], maxMilliseconds: 500, idempotent: true, body };
    const fixture = read({ $schema: './x.json', target: '/connect', type: 'ping', expect });
    assert.equal(fixture.target, '/connect');
    assert.deepEqual(fixture.expect, {
      status: [200, '3xx'],
      maxMilliseconds: 500,
      idempotent: true,
      body: { kind: 'pattern', pattern: /^ok/u },
    });
    assert.deepEqual(read({ type: 'ping', expect: { body: { json: null } } }).expect.body, {
      kind: 'json',
      json: null,
    });
  });

  const mistakes: Readonly<Record<string, readonly [text: string, problem: string]>> = {
    'no JSON': [
      '{\n  "fixture": 1,\n}',
      ':3:1 is no event fixture: it is not valid JSON (PropertyNameExpected).',
    ],
    'a list': ['[]', ':1:1 is no event fixture: it does not hold a JSON object.'],
    'no version': ['{}', ':1:1 is no event fixture: it needs "fixture": 1, the version of the format.'],
    'a later version': [
      '{"fixture": 2}',
      ':1:13 is no event fixture: its version is 2, and 1 is the one that can be read.',
    ],
    'nothing to send': [
      '{"fixture": 1}',
      ':1:1 is no event fixture: it needs one of "event", "body" and "type".',
    ],
    'two things to send': [
      '{"fixture":1,\n "event":{},\n "type":"ping"}',
      ':3:2 is no event fixture: it has "event" and "type", of which only one can be sent.',
    ],
    'a slip': [
      '{"fixture":1,"type":"ping",\n"expect":{"stauts":200}}',
      ':2:11 is no event fixture: it has an unknown field "stauts"; known are status, maxMilliseconds, body, idempotent.',
    ],
    'a field twice': [
      '{"fixture":1,"type":"ping","type":"pong"}',
      ':1:28 is no event fixture: it has the field "type" twice.',
    ],
    'a status that is none': [
      '{"fixture":1,"type":"ping","expect":{"status":"ok"}}',
      ':1:47 is no event fixture: "expect.status" is no status such as 200 or "2xx", nor a list of them.',
    ],
    'a broken pattern': [
      '{"fixture":1,"type":"ping","expect":{"body":{"pattern":"("}}}',
      ':1:56 is no event fixture: "expect.body.pattern" is no regular expression.',
    ],
    'a target that is none': [
      '{"fixture":1,"type":"ping","target":"//evil.example"}',
      ':1:37 is no event fixture: "target" is neither a URL nor a path such as /webhook.',
    ],
    'own values for a recorded event': [
      '{"fixture":1,"event":{},"set":{}}',
      ':1:25 is no event fixture: "set" goes with "type" alone.',
    ],
    'a body that is not in base64': [
      '{"fixture":1,"body":"hello world"}',
      ':1:21 is no event fixture: "body" is not in base64.',
    ],
  };
  for (const [what, [text, problem]] of Object.entries(mistakes))
    it(`names file, line and column of ${what}`, () => {
      assert.equal(problemOf(text), `.stripe/fixtures/a.json${problem}`);
    });

  it('is read or refused with a place, whatever stands in it', () => {
    const keys = ['fixture', 'event', 'body', 'type', 'seed', 'set', 'target', 'expect', 'description'];
    const value = fc.oneof(fc.constant(1), fc.jsonValue(), fc.constant('invoice.paid'));
    const nearly = fc
      .dictionary(fc.constantFrom(...keys), value)
      .map((fixture) => JSON.stringify({ fixture: 1, ...fixture }, null, 2));
    fc.assert(
      fc.property(fc.oneof(nearly, fc.string(), fc.json()), (text) => {
        try {
          parseFixture(text, 'a.json');
        } catch (error) {
          assert.ok(error instanceof FixtureError, String(error));
          const lines = text.split(/\r\n|\r|\n/);
          const { line, column } = error.place;
          assert.ok(column >= 1 && column <= (lines[line - 1]?.length ?? -1) + 1, `${line}:${column}`);
        }
      }),
      { numRuns: 500 },
    );
  });
});
