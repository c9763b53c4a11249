import assert from 'node:assert/strict';
import fc from 'fast-check';
import Stripe from 'stripe';
import { deliver } from '../../../src/delivery/deliver.ts';
import { webhookHeaders } from '../../../src/delivery/webhookHeaders.ts';
import { parseFixture, type Fixture } from '../../../src/eventTests/fixture.ts';
import { lineDiff } from '../../../src/eventTests/lineDiff.ts';
import { reportOf } from '../../../src/eventTests/report.ts';
import { hasOwnUrl, runFixture, urlOf } from '../../../src/eventTests/runFixture.ts';
import { PayloadBuilder } from '../../../src/payloads/payloadBuilder.ts';
import { closeApps, startApp, type App } from '../delivery/support/app.ts';
import { testCatalogue } from '../support/catalogue.ts';

const secret = 'whsec_of_the_event_tests';

describe('running an event fixture', () => {
  let app: App;
  let builder: PayloadBuilder;
  const seen: Stripe.Event[] = [];

  before('load the catalogue', async function () {
    this.timeout(60_000);
    const { events, schemas } = await testCatalogue();
    builder = new PayloadBuilder(events, schemas);
  });

  beforeEach('start an app that verifies with the real SDK', async () => {
    seen.length = 0;
    app = await startApp();
    app.answer = ({ body, headers }, response) => {
      try {
        seen.push(Stripe.webhooks.constructEvent(body, String(headers['stripe-signature']), secret));
        response.setHeader('Content-Type', 'application/json');
        response.end('{"received":true,"items":[1,{"id":"a","more":1}],"at":"now"}');
      } catch {
        response.writeHead(400).end('no event');
      }
    };
  });

  afterEach(closeApps);

  const fixture = (value: object): Fixture =>
    parseFixture(JSON.stringify({ fixture: 1, ...value }), 'a.json');

  const run = (
    one: Fixture,
    { timeoutMs = 10_000, signal }: { timeoutMs?: number; signal?: AbortSignal } = {},
  ) =>
    runFixture(one, {
      builder: () => Promise.resolve(builder),
      send: (body) =>
        deliver({
          url: urlOf(one, app.url),
          body,
          headers: webhookHeaders(body, [secret], Date.now()),
          timeoutMs,
          ...(signal && { signal }),
        }),
    });

  const failuresOf = async (value: object) =>
    (await run(fixture(value))).failures.map(({ message }) => message);

  it('sends a recorded event signed, as it stands in the file', async () => {
    const event = '{ "id": "evt_1", "object": "event", "amount": 1.0, "type": "invoice.paid" }';
    const one = parseFixture(`{"fixture":1,"event":${event}}`, 'a.json');
    assert.deepEqual((await run(one)).failures, []);
    assert.equal(app.got[0]?.body.toString(), event);
    assert.equal(seen[0]?.id, 'evt_1');
  });

  it('builds an event of a type with own values, another one each time unless it has a seed', async () => {
    const set = { amount_paid: 4711, account: 'acct_9', 'metadata.order': '7' };
    const one = fixture({ type: 'invoice.paid', set });
    await run(one);
    await run(one);
    const [first, second] = seen as unknown as [Stripe.InvoicePaidEvent, Stripe.InvoicePaidEvent];
    assert.equal(first.data.object.amount_paid, 4711);
    assert.equal(first.data.object.metadata?.['order'], '7');
    assert.equal(first.account, 'acct_9');
    assert.notEqual(first.id, second.id);
    const seeded = fixture({ type: 'invoice.paid', seed: 7, set: { created: 1_700_000_000 } });
    await run(seeded);
    await run(seeded);
    assert.deepEqual(app.got[2]?.body, app.got[3]?.body);
  });

  it('refuses a type that Stripe does not have', async () => {
    await assert.rejects(run(fixture({ type: 'invoice.payed' })), /did you mean "invoice.paid"/);
  });

  it('fails when the signature is not accepted, or another status was expected', async () => {
    const body = Buffer.from('not JSON').toString('base64');
    assert.deepEqual(await failuresOf({ body }), ['The app answered with status 400 in place of 2xx.']);
    assert.deepEqual(await failuresOf({ body, expect: { status: [400, '5xx'] } }), []);
    assert.deepEqual(await failuresOf({ type: 'invoice.paid', expect: { status: 204 } }), [
      'The app answered with status 200 in place of 204.',
    ]);
  });

  it('compares the answer as text, as part of JSON, or with a pattern', async () => {
    const passes = async (body: object) =>
      (await failuresOf({ type: 'invoice.paid', expect: { body } })).length === 0;
    assert.ok(await passes({ json: { received: true } }));
    assert.ok(await passes({ json: { items: [1, { id: 'a' }] } }));
    assert.ok(!(await passes({ json: { items: [1] } })), 'lists have to be complete');
    assert.ok(!(await passes({ json: { received: 'true' } })));
    assert.ok(!(await passes({ json: { missing: null } })));
    assert.ok(await passes({ pattern: '"id":"[a-c]"' }));
    assert.ok(!(await passes({ pattern: '^ok$' })));
    assert.ok(!(await passes({ text: '{"received":true}' })));
  });

  it('shows what differs, without what nobody asked for', async () => {
    const expect = { body: { json: { received: false, items: [1, { id: 'b' }] } } };
    const result = await run(fixture({ type: 'invoice.paid', expect }));
    const report = reportOf(result);
    assert.match(report, /^- {3}"received": false,$/m);
    assert.match(report, /^\+ {3}"received": true,$/m);
    assert.match(report, /^\+ {7}"id": "a"$/m);
    assert.doesNotMatch(report.split('POST ')[0] ?? '', /"more"|"at"/);
    assert.match(report, /^POST http:\/\/127\.0\.0\.1:\d+\/webhook$/m);
    assert.match(report, /^HTTP 200 \(\d+ ms\)$/m);
    assert.doesNotMatch(report, new RegExp(secret));
  });

  it('sends an event twice that is to be answered the same, with the same id', async () => {
    const one = fixture({ type: 'invoice.paid', expect: { idempotent: true } });
    const { attempts, failures } = await run(one);
    assert.deepEqual(failures, []);
    assert.equal(attempts.length, 2);
    assert.deepEqual(app.got[0]?.body, app.got[1]?.body);
    let count = 0;
    app.answer = (_got, response) => void response.end(String(count++));
    const [failure] = (await run(one)).failures;
    assert.deepEqual(failure, {
      message: 'Sent a second time, the event was answered differently.',
      compared: { expected: '200\n\n0', actual: '200\n\n1' },
    });
    app.answer = (_got, response) => void response.writeHead(count++ % 2 === 0 ? 200 : 500).end();
    assert.deepEqual(
      (await run(one)).failures.map(({ message }) => message),
      ['Sent a second time: The app answered with status 500 in place of 2xx.'],
    );
  });

  it('fails when the answer takes too long', async () => {
    const expect = { maxMilliseconds: 0.000_001 };
    assert.match((await failuresOf({ type: 'invoice.paid', expect }))[0] ?? '', /^The answer took \d+ ms/);
  });

  it('fails with a sentence when the app hangs, drops the connection or is not there', async () => {
    const one = fixture({ type: 'invoice.paid' });
    app.answer = () => undefined;
    const hanging = await run(one, { timeoutMs: 50 });
    assert.equal(hanging.failures.length, 1);
    assert.equal(hanging.failures[0]?.message, hanging.attempts[0]?.error);
    app.answer = (_got, response) => void response.destroy();
    assert.equal((await run(one)).failures.length, 1);
    await app.close();
    const gone = await run(one);
    assert.match(gone.failures[0]?.message ?? '', /127\.0\.0\.1:\d+/);
    assert.match(reportOf(gone), /^POST /m);
  });

  it('ends at once when it is cancelled', async () => {
    const abort = new AbortController();
    app.answer = () => abort.abort();
    const { attempts } = await run(fixture({ type: 'invoice.paid' }), { signal: abort.signal });
    assert.equal(attempts[0]?.response, undefined);
  });

  it('goes to its own path or URL', async () => {
    const path = fixture({ type: 'invoice.paid', target: '/connect?x=1' });
    assert.equal(urlOf(path, 'http://127.0.0.1:3000/webhook'), 'http://127.0.0.1:3000/connect?x=1');
    assert.equal(hasOwnUrl(path), false);
    const whole = fixture({ type: 'invoice.paid', target: 'http://127.0.0.1:4000/a' });
    assert.equal(urlOf(whole, 'http://127.0.0.1:3000/webhook'), 'http://127.0.0.1:4000/a');
    assert.equal(hasOwnUrl(whole), true);
    assert.deepEqual((await run(path)).failures, []);
  });
});

describe('a difference line by line', () => {
  it('holds both texts whatever they are', () => {
    const text = fc
      .array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 })
      .map((lines) => lines.join('\n'));
    fc.assert(
      fc.property(text, text, (expected, actual) => {
        const lines = lineDiff(expected, actual).split('\n');
        const side = (sign: string) =>
          lines.filter((line) => line.startsWith('  ') || line.startsWith(sign)).map((line) => line.slice(2));
        assert.equal(side('- ').join('\n'), expected);
        assert.equal(side('+ ').join('\n'), actual);
        if (expected === actual) assert.ok(lines.every((line) => line.startsWith('  ')));
      }),
    );
  });

  it('marks the lines that differ and no other', () => {
    assert.equal(lineDiff('a\nb\nc', 'a\nx\nc'), '  a\n- b\n+ x\n  c');
  });
});
