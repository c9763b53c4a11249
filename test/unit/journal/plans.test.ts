import assert from 'node:assert/strict';
import type { DatabaseSync } from 'node:sqlite';
import type { ReceiptFilter } from '../../../src/journal/filter.ts';
import { openDatabase } from '../../../src/journal/worker/database.ts';
import { Selection, type IdRange } from '../../../src/journal/worker/query/selection.ts';
import { Store } from '../../../src/journal/worker/store.ts';
import { cleanUp, newFile } from './support/journals.ts';

/** How SQLite goes about a page of a filter. */
function planOf(database: DatabaseSync, filter: ReceiptFilter, range?: IdRange): readonly string[] {
  const { text, values } = new Selection({ database, fullText: true }, filter, range).page(100, 'DESC');
  const steps = database.prepare(`EXPLAIN QUERY PLAN ${text}`).all(...values);
  return steps.map((step) => step['detail'] as string);
}

describe('Journal: how pages are found', function () {
  this.timeout(20_000);
  let database: DatabaseSync;
  let store: Store;

  before(async () => {
    database = openDatabase(await newFile());
    store = new Store(database);
    // Different counts per value, so that the leading condition is the same on every run.
    const insert = database.prepare(
      `INSERT INTO lookup (id, received_at, source, verified, duplicate, delivery, connection_id, endpoint_id,
         event_id, event_type, event_kind, object_id, object_type, account, request_id, run_id)
       SELECT value, value, iif(value % 10, 'http', 'replay'), value % 2, 0, value % 3, 'acct', 'we_' || (value % 7),
         'evt_' || value, 'type.' || (value % 9), 'snapshot', 'in_' || value, 'invoice', 'acct_1', 'req_' || value,
         iif(value % 20, NULL, 'run-' || value)
       FROM (WITH RECURSIVE n (value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n LIMIT 3000) SELECT * FROM n)`,
    );
    database.exec('PRAGMA foreign_keys = OFF');
    insert.run();
  });

  after(async () => {
    store.close();
    await cleanUp();
  });

  const indexed: Readonly<Record<string, ReceiptFilter>> = {
    event_type: { types: ['type.1'] },
    verified: { outcome: 'rejected' },
    delivery: { delivery: 'none' },
    source: { sources: ['replay'] },
    endpoint_id: { endpointIds: ['we_1'] },
    connection_id: { connectionId: 'acct' },
    account: { account: 'acct_1' },
    object_id: { objectId: 'in_1' },
    object_type: { objectType: 'invoice' },
    event_id: { eventId: 'evt_1' },
    request_id: { requestId: 'req_1' },
    run_id: { runs: ['run-20'] },
    event_kind: { kind: 'snapshot' },
    duplicate: { duplicates: 'only' },
  };

  for (const [column, filter] of Object.entries(indexed)) {
    it(`${JSON.stringify(filter)} is read off its index, in order`, () => {
      assert.match(
        planOf(database, filter).join('\n'),
        new RegExp(
          `^SEARCH lookup USING COVERING INDEX lookup_${column} \\(${column}=\\? AND rowid>\\? AND rowid<\\?\\)$`,
        ),
      );
    });
  }

  it('several types, named or meant, are read off the index one by one', () => {
    for (const types of [['type.1', 'type.2', 'type.3'], ['type.*']]) {
      const plan = planOf(database, { types });
      assert.ok(plan.filter((step) => step.includes('INDEX lookup_event_type (event_type=?')).length >= 3);
      assert.ok(!plan.some((step) => step.startsWith('SCAN lookup')), plan.join('\n'));
    }
  });

  it('what is left of types, sources or endpoints is read off their index, and what has none as well', () => {
    for (const [column, except] of [
      ['event_type', { types: ['type.1', 'type.2'] }],
      ['source', { sources: ['http'] }],
      ['endpoint_id', { endpointIds: ['we_1'] }],
    ] as const) {
      const plan = planOf(database, { except }).join('\n');
      assert.match(plan, new RegExp(`INDEX lookup_${column} \\(${column}=\\? AND rowid>`));
      assert.ok(!plan.includes('SCAN lookup'), plan);
    }
  });

  it('an exception that nothing falls under costs nothing', () => {
    assert.deepEqual(planOf(database, { except: { types: ['other.*'] } }), planOf(database, {}));
  });

  it('a span of time is a range of ids', () => {
    assert.deepEqual(planOf(database, { from: 100, until: 200 }), [
      'SEARCH lookup USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)',
    ]);
    const { values } = new Selection({ database, fullText: true }, { from: 100, until: 200 }).page(1, 'DESC');
    assert.deepEqual(values.slice(0, 2), [99, 200]);
  });

  it('text is read off the full-text index, newest first', () => {
    const plan = planOf(database, { text: 'espresso' });
    assert.match(plan[0] ?? '', /^SCAN search VIRTUAL TABLE INDEX/);
    assert.ok(!plan.some((step) => step.includes('TEMP B-TREE')), plan.join('\n'));
  });

  it('no condition is a range of ids', () => {
    assert.deepEqual(planOf(database, {}), ['SEARCH lookup USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)']);
  });

  it('of several conditions the one that leaves fewest leads', () => {
    const lead = (filter: ReceiptFilter, range?: IdRange) =>
      /INDEX lookup_(\w+) /.exec(planOf(database, filter, range).join('\n'))?.[1];
    assert.equal(lead({ types: ['type.1'], objectId: 'in_1' }), 'object_id');
    assert.equal(lead({ outcome: 'verified', sources: ['replay'], kind: 'snapshot' }), 'source');
    assert.equal(lead({ outcome: 'verified', types: ['type.*'] }), 'verified');
  });
});
