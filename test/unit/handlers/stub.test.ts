import assert from 'node:assert/strict';
import type { HandlerFinder } from '../../../src/handlers/finder.ts';
import type { Handler } from '../../../src/handlers/handler.ts';
import { allFrameworks } from '../../../src/handlers/frameworks.ts';
import { bestStubTarget, insertStub, newHandlerFile } from '../../../src/handlers/stub.ts';
import { createFinder } from './support.ts';
import { stubs } from './corpus/stubs.ts';

const eventType = 'invoice.payment_failed';

describe('Handler stubs', function () {
  this.timeout(30_000);
  let finder: HandlerFinder;
  before(async () => {
    finder = await createFinder();
  });
  after(() => finder.dispose());

  const errorsIn = (file: string, text: string): boolean | undefined =>
    finder.withTree(file, text, ({ rootNode }) => rootNode.hasError);

  for (const { name, file, before, after } of stubs)
    for (const eol of ['\n', '\r\n'])
      it(`${name}${eol === '\n' ? '' : ' (CRLF)'}`, async () => {
        const text = before.replaceAll('\n', eol);
        await finder.prepare(file, text);
        const edit = insertStub(file, text, eventType, finder);
        assert.ok(edit);
        const result = text.slice(0, edit.offset) + edit.newText + text.slice(edit.offset);
        assert.equal(result, after.replaceAll('\n', eol));
        assert.equal(errorsIn(file, result), false);
        const found = finder.find(file, result).filter((handler) => handler.eventType === eventType);
        assert.deepEqual(
          found.map(({ line, column }) => ({ line, column })),
          [{ line: edit.line, column: edit.column }],
        );
        // The others are still there, in their order.
        const rest = finder.find(file, result).filter((handler) => handler.eventType !== eventType);
        assert.deepEqual(
          rest.map((handler) => handler.eventType),
          finder.find(file, text).map((handler) => handler.eventType),
        );
      });

  it('writes nothing where the type is handled already, or where nothing can be extended', async () => {
    assert.equal(
      insertStub('a.ts', `switch (event.type) { case '${eventType}': }`, eventType, finder),
      undefined,
    );
    assert.equal(insertStub('a.ts', `hooks.on('invoice.paid', pay);`, eventType, finder), undefined);
    assert.equal(insertStub('a.py', `x = 1\n`, eventType, finder), undefined);
    const rust =
      'fn handle(event: Event) {\n    match event.type_ {\n        EventType::InvoicePaid => pay(),\n    }\n}\n';
    await finder.prepare('a.rs', rust);
    assert.equal(insertStub('a.rs', rust, eventType, finder), undefined);
  });

  const projects = [[], [{ path: 'tsconfig.json', text: '{}' }]];
  for (const framework of projects.flatMap((manifests) => allFrameworks(manifests)))
    for (const type of [eventType, 'v1.billing.meter.no_meter_found'])
      it(`a new handler for ${framework.label} (${framework.language}) handles ${type}`, async () => {
        const { fileName, text, line } = newHandlerFile(framework, type);
        await finder.prepare(fileName, text);
        assert.equal(errorsIn(fileName, text), false);
        assert.deepEqual(
          finder.find(fileName, text).map((handler) => [handler.eventType, handler.line]),
          [[type, line]],
        );
        assert.match(text, /STRIPE_WEBHOOK_SECRET/);
        assert.match(text, /construct_?event|parse_?event_?notification/i);
        assert.ok(text.endsWith('\n') && !/[ \t]$/m.test(text) && !/\n\n\n\n/.test(text));
      });

  it('goes where most handlers are that it can extend', () => {
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
    const decorated = ['d', 'd', 'd'].map(() => handler('c.ts', 'decorator'));
    assert.equal(bestStubTarget([...one, ...decorated]), 'b.ts');
    assert.equal(bestStubTarget(decorated), undefined);
  });
});
