import assert from 'node:assert/strict';
import fc from 'fast-check';
import { eventArguments, isEventMenuContext } from '../../../src/ui/panel/menu.ts';
import {
  columnIds,
  columnTemplate,
  isTight,
  leastOf,
  defaultColumns,
  fittingColumns,
  movedColumn,
  validColumns,
  validWidths,
  withColumns,
} from '../../../src/ui/panel/shared/columns.ts';
import { validMessage } from '../../../src/ui/panel/validate.ts';

describe('messages of the webview', () => {
  it('are taken when they are what they claim', () => {
    for (const message of [
      { kind: 'ready' },
      { kind: 'filter', text: 'type:a', hiddenBefore: undefined },
      { kind: 'rows', generation: 1, from: 0, to: 100 },
      { kind: 'details', id: 7 },
      { kind: 'columns', columns: ['type', 'time'], widths: { type: 200 } },
      { kind: 'run', command: 'stripeWebhooks.event.replay', ids: [1, 2] },
    ])
      assert.equal(validMessage(message), message);
  });

  it('are ignored when they ask for anything else', () => {
    for (const message of [
      undefined,
      'ready',
      { kind: 'toString' },
      { kind: 'rows', generation: 1, from: 0, to: 1e9 },
      { kind: 'rows', generation: 1, from: -5, to: 1 },
      { kind: 'details', id: '7' },
      { kind: 'columns', columns: ['time'], widths: {} },
      { kind: 'columns', columns: ['type', 'time'], widths: { type: 1e9 } },
      { kind: 'run', command: 'workbench.action.quit', ids: [] },
      { kind: 'run', command: 'stripeWebhooks.event.replay', ids: Array.from({ length: 5000 }, () => 1) },
      { kind: 'filter', text: 'x'.repeat(100_000) },
    ])
      assert.equal(validMessage(message), undefined, JSON.stringify(message)?.slice(0, 80));
  });

  it('never make the check fail', () => {
    fc.assert(
      fc.property(fc.anything(), fc.constantFrom('rows', 'run', 'filter', 'columns'), (any, kind) => {
        validMessage(any);
        if (typeof any === 'object') validMessage({ ...any, kind });
      }),
    );
  });
});

describe('the context menu of an event', () => {
  const context = { webviewSection: 'event', receiptIds: [4, 5], eventType: 'invoice.paid' };

  it('becomes the arguments that each command takes', () => {
    assert.ok(isEventMenuContext(context));
    assert.deepEqual(eventArguments('stripeWebhooks.event.open', context), [4]);
    assert.deepEqual(eventArguments('stripeWebhooks.handler.goTo', context), ['invoice.paid']);
    assert.deepEqual(eventArguments('stripeWebhooks.event.replay', context), [[4, 5]]);
  });

  it('is told from the arguments of other callers', () => {
    for (const other of [undefined, 4, [4], 'invoice.paid', { kind: 'endpoint' }])
      assert.ok(!isEventMenuContext(other));
  });
});

describe('the columns', () => {
  it('are those chosen, in their order, the type among them', () => {
    assert.deepEqual(validColumns(['account', 'time', 'nonsense']), ['type', 'account', 'time']);
    assert.deepEqual(validColumns('all'), defaultColumns);
  });

  it('keep their order when others are chosen, and new ones come where they are by default', () => {
    assert.deepEqual(withColumns(['time', 'type', 'status'], ['type', 'time', 'object', 'account']), [
      'time',
      'type',
      'object',
      'account',
    ]);
  });

  it('move to the place of another one', () => {
    assert.deepEqual(movedColumn(['time', 'type', 'object'], 'time', 'object'), ['type', 'object', 'time']);
    assert.deepEqual(movedColumn(['time', 'type', 'object'], 'object', 'time'), ['object', 'time', 'type']);
  });

  it('have the widths that were chosen, within reason, and give way to them', () => {
    assert.deepEqual(validWidths({ type: 300, object: 3, verdict: 100, nonsense: 100, time: '9' }), {
      type: 300,
    });
    assert.deepEqual(fittingColumns(['time', 'type', 'object'], 400, { type: 250 }), ['time', 'type']);
    assert.match(columnTemplate(['time', 'type'], { type: 300 }), /300px/);
  });

  it('say what came when in a side bar, too: to the second', () => {
    const shown = fittingColumns(defaultColumns, 330);
    assert.deepEqual(shown, ['verdict', 'time', 'type', 'status']);
    assert.match(columnTemplate(shown, {}, isTight(330)), /^16px 64px /);
  });

  it('are all shown where there is room, and the type last of all given up', () => {
    assert.deepEqual(fittingColumns(columnIds, 10_000), columnIds);
    assert.deepEqual(fittingColumns(defaultColumns, 10), ['type']);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2000 }), (width) => {
        const shown = fittingColumns(defaultColumns, width);
        const needed = shown.reduce((sum, id) => sum + leastOf(id, isTight(width)) + 10, 0);
        assert.ok(needed <= width || shown.length === 1);
      }),
    );
  });
});
