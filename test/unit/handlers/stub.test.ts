import assert from 'node:assert/strict';
import type { HandlerFinder } from '../../../src/handlers/finder.ts';
import type { Handler } from '../../../src/handlers/handler.ts';
import { allFrameworks } from '../../../src/handlers/frameworks.ts';
import { insertStub, newHandlerFile, stubTargets } from '../../../src/handlers/stub.ts';
import { createFinder, errorsIn } from './support.ts';
import { stubBranches } from './corpus/stubBranches.ts';
import { stubMaps } from './corpus/stubMaps.ts';
import { stubMembers } from './corpus/stubMembers.ts';
import { stubs } from './corpus/stubs.ts';

const eventType = 'invoice.payment_failed';

describe('Handler stubs', function () {
  this.timeout(30_000);
  let finder: HandlerFinder;
  before(async () => {
    finder = await createFinder();
  });
  after(() => finder.dispose());

  for (const { name, file, before, after, type = eventType } of [
    ...stubs,
    ...stubBranches,
    ...stubMaps,
    ...stubMembers,
  ])
    for (const eol of ['\n', '\r\n'])
      it(`${name}${eol === '\n' ? '' : ' (CRLF)'}`, async () => {
        const text = before.replaceAll('\n', eol);
        await finder.prepare(file, text);
        const edit = insertStub(file, text, type, finder);
        assert.ok('offset' in edit, 'refused' in edit ? edit.refused : '');
        const result = text.slice(0, edit.offset) + edit.newText + text.slice(edit.offset);
        assert.equal(result, after.replaceAll('\n', eol));
        assert.equal(errorsIn(finder, file, result), 0);
        const found = finder.find(file, result).filter((handler) => handler.eventType === type);
        assert.deepEqual(
          found.map(({ line, column }) => ({ line, column })),
          [{ line: edit.line, column: edit.column }],
        );
        // The others are still there, in their order.
        const rest = finder.find(file, result).filter((handler) => handler.eventType !== type);
        assert.deepEqual(
          rest.map((handler) => handler.eventType),
          finder.find(file, text).map((handler) => handler.eventType),
        );
        assert.ok('refused' in insertStub(file, result, type, finder));
      });

  it('writes nothing where the type is handled already, or where nothing can be extended, and says why', async () => {
    const refusal = async (file: string, text: string, type = eventType): Promise<string> => {
      await finder.prepare(file, text);
      const stub = insertStub(file, text, type, finder);
      return 'refused' in stub ? stub.refused : stub.newText;
    };
    assert.equal(
      await refusal('a.ts', `switch (event.type) { case '${eventType}': }`),
      'invoice.payment_failed is handled there already.',
    );
    assert.equal(await refusal('a.py', `x = 1\n`), 'It has no handler that a new one could be written like.');
    assert.equal(await refusal('a.txt', ''), 'Handlers are not found in its language.');
    assert.equal(
      await refusal('a.go', `package a\n\nvar m = map[string]Handler{"invoice.paid": onPaid}\n`),
      'Its handlers are declared elsewhere, so what a new one takes and gives is not known.',
    );
    const thin = 'class A { void f() { client.onV1BillingMeterNoMeterFound(this::go); } }';
    assert.match(await refusal('A.java', thin), /^Its handlers are for the other kind of events/);
  });

  const projects = [[], [{ path: 'tsconfig.json', text: '{}' }]];
  for (const framework of projects.flatMap((manifests) => allFrameworks(manifests)))
    for (const type of [eventType, 'v1.billing.meter.no_meter_found'])
      it(`a new handler for ${framework.label} (${framework.language}) handles ${type}`, async () => {
        const { fileName, text, line } = newHandlerFile(framework, type);
        await finder.prepare(fileName, text);
        assert.equal(errorsIn(finder, fileName, text), 0);
        assert.deepEqual(
          finder.find(fileName, text).map((handler) => [handler.eventType, handler.line]),
          [[type, line]],
        );
        assert.match(text, /STRIPE_WEBHOOK_SECRET/);
        assert.match(text, /construct_?event|parse_?event_?notification/i);
        assert.ok(text.endsWith('\n') && !/[ \t]$/m.test(text) && !/\n\n\n\n/.test(text));
      });

  it('goes beside those of the form that most have, lists that filter types last', () => {
    const written = (text: string): string => {
      const stub = insertStub('a.ts', text, eventType, finder);
      return 'refused' in stub ? stub.refused : stub.newText;
    };
    const calls = `hooks.on('invoice.paid', pay);\nhooks.on('invoice.sent', sent);\n`;
    assert.match(written(`if (event.type === 'charge.failed') {\n}\n${calls}`), /hooks\.on\('invoice/);
    const list = `if (!['invoice.paid', 'invoice.sent'].includes(event.type)) throw new Error();\n`;
    const cases = `switch (event.type) {\n  case 'charge.failed':\n    break;\n}\n`;
    assert.match(written(list + cases), /case 'invoice/);
  });

  it('goes where most types are dispatched, lists that filter types last', () => {
    const handler = (file: string, form: Handler['form']): Handler => ({
      file,
      form,
      eventType: 'invoice.paid',
      line: 0,
      column: 0,
      endLine: 0,
      endColumn: 1,
    });
    const one = [handler('a.ts', 'case'), handler('b.ts', 'map-key'), handler('b.ts', 'map-key')];
    const filtered = ['c', 'c', 'c'].map(() => handler('c.ts', 'includes'));
    assert.deepEqual(stubTargets([...filtered, ...one]), ['b.ts', 'a.ts', 'c.ts']);
    assert.deepEqual(stubTargets([]), []);
  });
});
