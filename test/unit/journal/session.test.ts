import assert from 'node:assert/strict';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import type { Journal } from '../../../src/journal/journal.ts';
import { summarize } from '../../../src/receiver/eventSummary.ts';
import type { Receipt } from '../../../src/receiver/receipt.ts';
import { attempt, cleanUp, newFile, open, receipt, rejected } from './support/journals.ts';

/** A receipt whose summary is that of its body, as the receiver makes it. */
function received(body: string | Uint8Array, changes: Partial<Receipt> = {}): Receipt {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  return receipt('evt', { body: bytes, event: summarize(bytes), ...changes });
}

const eventOf = (id: string, more: object = {}) =>
  JSON.stringify(
    { id, object: 'event', type: 'invoice.paid', data: { object: { id: 'in_1' } }, ...more },
    null,
    2,
  );

async function everythingIn(journal: Journal) {
  const receipts = (await journal.list({ limit: 1_000 })).toReversed();
  return Promise.all(
    receipts.map(async ({ id }) => ({
      receipt: { ...(await journal.get(id)), id: undefined, importedAt: undefined },
      attempts: (await journal.attemptsOf(id)).map((one) => ({
        ...one,
        id: undefined,
        receiptId: undefined,
      })),
    })),
  );
}

const fakeKey = ['sk', 'live', '51Habcdefghijklmnop'].join('_');
const fakeSecret = ['whsec', 'abcdefghijklmnopqrstuvwx'].join('_');

describe('Journal: sessions as files', function () {
  this.timeout(60_000);
  afterEach(cleanUp);

  const sessionFile = async () => join(dirname(await newFile()), 'session.ndjson');

  it('come back as they were: receipts, exact bytes, verdicts, attempts, in order', async () => {
    const journal = await open(await newFile());
    await journal.append(received(eventOf('evt_1', { name: 'Grüße\u2028 \u0000' })));
    await journal.append(received(new Uint8Array([0, 255, 200, 10]), { verdict: rejected('evt').verdict }));
    await journal.append(
      received(eventOf('evt_1'), {
        headers: [
          ['Stripe-Signature', 't=1,v1=a'],
          ['X-Odd', 'a: b'],
        ],
        source: 'http',
        run: { id: 'refund-1f3a9c20', kind: 'scenario', name: 'Payment refunded', step: 2, steps: 5 },
      }),
    );
    await journal.recordAttempt(1, attempt('app', { status: 500, dead: true }));
    await journal.recordAttempt(1, attempt('app', { response: undefined, error: 'Nobody listens.' }));
    const file = await sessionFile();
    assert.deepEqual(await journal.exportTo(file, {}), { receipts: 3, cancelled: false });
    const other = await open(await newFile());
    assert.deepEqual(await other.importFrom(file), {
      ...{ imported: 3, known: 0, badLines: 0, bad: [], cancelled: false },
    });
    assert.deepEqual(await everythingIn(other), await everythingIn(journal));
    assert.ok(Number((await other.get(1))?.importedAt) > 1_700_000_000_000);
    assert.equal((await journal.get(1))?.importedAt, undefined);
    assert.equal(await other.count({ delivery: 'failed' }), 1);
    assert.equal(await other.count({ text: 'grüße' }), 1);
    assert.equal(await other.count({ runs: ['refund-*'] }), 1);
  });

  it('keep any bytes', async () => {
    const journal = await open(await newFile());
    const bodies = fc.sample(
      fc.oneof(
        fc.uint8Array({ maxLength: 300 }),
        fc.string().map((text) => Buffer.from(text)),
      ),
      200,
    );
    await Promise.all(bodies.map((body) => journal.append(received(body))));
    const file = await sessionFile();
    await journal.exportTo(file, {});
    const other = await open(await newFile());
    await other.importFrom(file);
    assert.deepEqual(await everythingIn(other), await everythingIn(journal));
  });

  it('hold what the filter wants, oldest first', async () => {
    const journal = await open(await newFile());
    for (let index = 0; index < 250; index++)
      await journal.append(
        received(eventOf(`evt_${index}`), index % 3 === 0 ? {} : { verdict: rejected('x').verdict }),
      );
    const file = await sessionFile();
    assert.equal((await journal.exportTo(file, { outcome: 'verified', text: 'invoice.paid' })).receipts, 84);
    const lines = (await readFile(file, 'utf8')).trimEnd().split('\n').slice(1);
    const ids = lines.map((line) => {
      const { body } = JSON.parse(line) as { body: { text: string } };
      return (JSON.parse(body.text) as { id: string }).id;
    });
    assert.deepEqual(
      ids,
      Array.from({ length: 84 }, (_, index) => `evt_${index * 3}`),
    );
  });

  it('hold no secrets and no credentials', async () => {
    const journal = await open(await newFile());
    const clientSecret = 'pi_3Mabcdef_secret_YrKJUKribcBjcG8HhhZZ';
    const body = eventOf('evt_1', { livemode: true, note: fakeKey, client_secret: clientSecret });
    await journal.append(
      received(body, {
        path: `/webhook?x-vercel-protection-bypass=hidden1&a=1`,
        headers: [
          ['X-Auth-Token', 'hidden2'],
          ['CF-Access-Client-Secret', 'hidden3'],
          ['Stripe-Signature', 't=1,v1=abc'],
          ['X-Note', `the secret is ${fakeSecret}`],
        ],
      }),
    );
    await journal.recordAttempt(
      1,
      attempt('app', {
        url: 'https://jenny:hidden4@example.com/hook?token=hidden5',
        error: `Refused ${fakeSecret}.`,
        response: {
          status: 500,
          headers: [['X-Session-Id', 'hidden6']],
          body: new Uint8Array(Buffer.from(`key ${fakeKey}`)),
        },
      }),
    );
    const file = await sessionFile();
    await journal.exportTo(file, {});
    const text = await readFile(file, 'utf8');
    for (const secret of ['hidden', 'klmnop', 'YrKJ', 'jenny']) assert.ok(!text.includes(secret), secret);
    assert.ok(text.includes('t=1,v1=abc'), 'the signature stays');
    const other = await open(await newFile());
    await other.importFrom(file);
    assert.equal((await other.get(1))?.size, body.length, 'what is taken out leaves its length');
    assert.equal((await other.get(1))?.event?.id, 'evt_1');
  });

  it('leave a test event’s client secret, so that its bytes are exact', async () => {
    const journal = await open(await newFile());
    const body = eventOf('evt_1', {
      livemode: false,
      client_secret: 'pi_3Mabcdef_secret_YrKJUKribcBjcG8HhhZZ',
    });
    await journal.append(received(body));
    const file = await sessionFile();
    await journal.exportTo(file, {});
    const other = await open(await newFile());
    await other.importFrom(file);
    assert.equal(String(Buffer.from((await other.get(1))?.body ?? [])), body);
  });

  it('can be imported again, and into the journal they came from, without doubling anything', async () => {
    const journal = await open(await newFile());
    for (let index = 0; index < 120; index++) await journal.append(received(eventOf(`evt_${index % 100}`)));
    await journal.append(received('no event'));
    const file = await sessionFile();
    await journal.exportTo(file, {});
    assert.deepEqual((await journal.importFrom(file)).known, 121);
    const other = await open(await newFile());
    assert.deepEqual((await other.importFrom(file)).imported, 121, 'duplicates within the file are kept');
    const again = await other.importFrom(file);
    assert.deepEqual([again.imported, again.known], [0, 121]);
    assert.equal(await other.count({}), 121);
    assert.equal(await other.count({ duplicates: 'only' }), 20);
  });

  it('tell of bad lines by their number, and lose no good one', async () => {
    const journal = await open(await newFile());
    await journal.append(received(eventOf('evt_1')));
    const file = await sessionFile();
    await journal.exportTo(file, {});
    const [header = '', good = ''] = (await readFile(file, 'utf8')).split('\n');
    const other = (id: string) => good.replace('evt_1', id);
    const lines = [
      `\uFEFF${header}`,
      other('evt_2'),
      '{ cut off',
      '',
      '[]',
      '{"format":"something-else"}',
      other('evt_3').replace('"source":"sandbox"', '"source":"moon"'),
      other('evt_4').replace('"headers":[[', '"headers":[[["x"],'),
      other('evt_5').replace('"outcome":"verified"', '"outcome":"maybe"'),
      `${other('evt_6')}\r`,
      other('evt_8').replace('"attempts"', '"run":{"id":"a-1","kind":"dream","name":""},"attempts"'),
      'x'.repeat(33 * 1024 * 1024),
      other('evt_7'),
    ];
    await writeFile(file, lines.join('\n'));
    const result = await (await open(await newFile())).importFrom(file);
    assert.equal(result.imported, 3);
    assert.equal(result.badLines, 8);
    assert.deepEqual(
      result.bad.map(({ line }) => line),
      [3, 5, 6, 7, 8, 9, 11, 12],
    );
    assert.match(result.bad[0]?.reason ?? '', /not JSON/);
    for (const { reason } of result.bad) assert.match(reason, /\.$/);
  });

  it('bring no number that could not be read again', async () => {
    const journal = await open(await newFile());
    const { id } = await journal.append(received(eventOf('evt_1')));
    await journal.recordAttempt(id, attempt('app'));
    const file = await sessionFile();
    await journal.exportTo(file, {});
    const good = (await readFile(file, 'utf8')).split('\n')[1] ?? '';
    const numbers = ['1e18', '-1e18', '1e300', '1.5', '8640000000000001'];
    const lines = ['receivedAt', 'timestamp', 'startedAt', 'status'].flatMap((name) =>
      numbers.map((number) => good.replace(new RegExp(`"${name}":\\d+`), `"${name}":${number}`)),
    );
    await writeFile(file, [...lines, good.replace('evt_1', 'evt_2')].join('\n'));
    const other = await open(await newFile());
    const { badLines } = await other.importFrom(file);
    // A status may be any whole number.
    assert.equal(badLines, lines.length - 1);
    for (const { id } of await other.list({ limit: 100 })) await other.attemptsOf(id);
  });

  it('take any line without failing', async () => {
    const journal = await open(await newFile());
    const file = await sessionFile();
    const lines = fc.sample(
      fc.oneof(
        fc.json(),
        fc.string().map((text) => text.replaceAll('\n', '')),
        fc
          .record({
            receivedAt: fc.float(),
            source: fc.constant('http'),
            path: fc.string(),
            headers: fc.anything(),
          })
          .map((fields) => JSON.stringify(fields) ?? ''),
      ),
      500,
    );
    await writeFile(file, lines.join('\n'));
    const { imported, badLines } = await journal.importFrom(file);
    assert.equal(imported, 0);
    assert.equal(
      badLines,
      lines
        .join('\n')
        .split('\n')
        .filter((line) => line.trim() !== '').length,
    );
  });

  it('end early when cancelled: no file is left by an export, what was imported stays', async () => {
    const journal = await open(await newFile());
    const body = eventOf('evt_1', { filler: 'x'.repeat(10_000) });
    await Promise.all(
      Array.from({ length: 1_000 }, (_, index) => journal.append(received(body, { receivedAt: index }))),
    );
    const file = await sessionFile();
    const options = { signal: AbortSignal.abort() };
    assert.equal((await journal.exportTo(file, {}, options)).cancelled, true);
    assert.deepEqual(
      (await readdir(dirname(file))).filter((name) => name.includes('session')),
      [],
    );
    await journal.exportTo(file, {});
    const other = await open(await newFile());
    const { imported, cancelled } = await other.importFrom(file, options);
    assert.equal(cancelled, true);
    assert.equal(await other.count({}), imported);
    assert.ok(imported < 1_000);
    assert.equal((await other.importFrom(file)).imported, 1_000 - imported);
  });

  it('are written while events arrive, up to the newest at the beginning', async () => {
    const journal = await open(await newFile());
    await Promise.all(
      Array.from({ length: 500 }, (_, index) => journal.append(received(eventOf(`evt_${index}`)))),
    );
    const file = await sessionFile();
    const exported = journal.exportTo(file, {});
    await Promise.all(
      Array.from({ length: 100 }, (_, index) => journal.append(received(eventOf(`evt_n${index}`)))),
    );
    assert.equal((await exported).receipts, 500);
    assert.equal((await readFile(file, 'utf8')).trimEnd().split('\n').length, 501);
  });

  it('that cannot be read or written are said so, and a file in the way is only replaced by a whole one', async () => {
    const journal = await open(await newFile());
    await journal.append(received(eventOf('evt_1')));
    const file = await sessionFile();
    await assert.rejects(journal.importFrom(file), {
      name: 'JournalError',
      message: /The file .* could not be used/,
    });
    await assert.rejects(journal.exportTo(`${file}/below`, {}), { message: /choose another place/ });
    await writeFile(file, 'older');
    await journal.exportTo(file, {}, { signal: AbortSignal.abort() });
    await journal.exportTo(file, {});
    assert.ok((await stat(file)).size > 100);
    assert.equal(await journal.count({}), 1, 'the journal goes on');
  });
});
