import assert from 'node:assert/strict';
import { once } from 'node:events';
import { watch } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import Stripe from 'stripe';
import { HumanError } from '../../../src/humanError.ts';
import { closeApps, startApp } from '../delivery/support/app.ts';
import { openDesk, type Desk } from './support/host.ts';
import { receiptOf } from './support/receipts.ts';

const invoice = { id: 'in_1', object: 'invoice', currency: 'eur', amount_due: 4_900, status: 'open' };

describe('the built-in apps', () => {
  let desk: Desk;
  beforeEach(async () => void (desk = await openDesk()));
  afterEach(async () => {
    await desk.dispose();
    await closeApps();
  });
  const read = (...path: readonly string[]) => readFile(join(desk.folder, ...path), 'utf8');

  describe('notify', () => {
    it('says type, amount and object, in the status bar or a notification', async () => {
      await desk.run('notify', receiptOf('invoice.payment_failed', invoice));
      await desk.run('notify', receiptOf('payout.paid', { id: 'po_1', currency: 'jpy', amount: 500 }), {
        where: 'notification',
      });
      assert.deepEqual(desk.shown, [
        { how: 'status', text: 'invoice.payment_failed · 49.00 EUR · in_1' },
        { how: 'notification', text: 'payout.paid · 500 JPY · po_1' },
      ]);
    });

    it('keeps quiet about smaller amounts, other currencies and, with a limit, what has no amount', async () => {
      const limits = { minimum: 49.01, currency: 'EUR' };
      await desk.run('notify', receiptOf('invoice.paid', invoice), limits);
      await desk.run(
        'notify',
        receiptOf('invoice.paid', { ...invoice, currency: 'usd', amount_due: 9_999 }),
        limits,
      );
      await desk.run('notify', receiptOf('customer.created', { id: 'cus_1' }), limits);
      assert.deepEqual(desk.shown, []);
      await desk.run('notify', receiptOf('invoice.paid', { ...invoice, amount_due: 4_901 }), limits);
      assert.equal(desk.shown.length, 1);
    });
  });

  describe('archive', () => {
    it('appends each event as a line to the file of its day, with every value as it came', async () => {
      const odd = { id: 'cus_1', name: 'two\nlines  and\ttabs' };
      await desk.run('archive', receiptOf('customer.created', odd));
      await desk.run('archive', receiptOf('customer.updated', odd, { id: 2 }));
      const lines = (await read('.stripe', 'archive', '2027-01-15.ndjson')).trimEnd().split('\n');
      const parsed = lines.map((line) => JSON.parse(line) as { type: string; event: Stripe.Event });
      assert.deepEqual(
        parsed.map(({ type, event }) => [type, event.id, event.data.object]),
        [
          ['customer.created', 'evt_1', odd],
          ['customer.updated', 'evt_2', odd],
        ],
      );
      assert.equal(await read('.stripe', 'archive', '.gitignore'), '*\n');
    });

    it('leaves the digits of numbers alone', async () => {
      const receipt = receiptOf('customer.created', { id: 'cus_1' });
      const text = Buffer.from(receipt.body)
        .toString()
        .replace('"cus_1"', '"cus_1",\n "balance": 1.10000000000000000001');
      await desk.run(
        'archive',
        { ...receipt, body: Buffer.from(text) },
        { folder: join(desk.folder, 'elsewhere') },
      );
      assert.match(await read('elsewhere', '2027-01-15.ndjson'), /"balance": 1\.10000000000000000001/);
    });
  });

  describe('forward', () => {
    const { webhooks } = new Stripe('sk_test_1');

    it('sends the exact bytes on, signed as configured', async () => {
      const app = await startApp();
      const receipt = receiptOf('invoice.paid', invoice);
      const send = (config: Record<string, string>) =>
        desk.run('forward', receipt, { url: app.url, ...config });
      await send({});
      await send({ signature: 'own', secret: 'whsec_of_the_other_side' });
      await send({ signature: 'original' });
      const [endpoint, own, original] = app.got.map(({ headers }) => String(headers['stripe-signature']));
      for (const { body } of app.got) assert.deepEqual(body, receipt.body);
      assert.ok(webhooks.constructEvent(receipt.body, endpoint ?? '', 'whsec_of_we_1'));
      assert.ok(webhooks.constructEvent(receipt.body, own ?? '', 'whsec_of_the_other_side'));
      assert.equal(original, 't=1,v1=original');
    });

    it('sends only what meets every condition', async () => {
      const app = await startApp();
      const config = {
        url: app.url,
        conditions: 'livemode=false, data.object.amount_due>=5000, data.object.id!=in_9',
      };
      await desk.run('forward', receiptOf('invoice.paid', invoice), config);
      await desk.run(
        'forward',
        receiptOf('invoice.paid', { ...invoice, id: 'in_9', amount_due: 9_000 }),
        config,
      );
      await desk.run('forward', receiptOf('invoice.paid', { ...invoice, amount_due: 5_000 }), config);
      await desk.run(
        'forward',
        receiptOf('invoice.paid', { ...invoice, amount_due: 5_000 }, { livemode: true }),
        config,
      );
      assert.equal(app.got.length, 1);
    });

    it('fails, so that it is tried again, when the other side refuses or is not there', async () => {
      const app = await startApp();
      app.answer = (_got, response) => void response.writeHead(503).end();
      const run = () => desk.run('forward', receiptOf('invoice.paid', invoice), { url: app.url });
      await assert.rejects(run(), /answered with 503/);
      await app.close();
      await assert.rejects(
        run(),
        (error: unknown) => error instanceof Error && !(error instanceof HumanError),
      );
    });
  });

  describe('run command or task', () => {
    const node = `"${process.execPath}"`;

    it('gives a command the event on standard input, and logs what it prints', async () => {
      const script = `let s='';process.stdin.on('data',c=>s+=c).on('end',()=>console.log(JSON.parse(s).data.object.id,process.env.STRIPE_EVENT_TYPE,process.cwd()))`;
      await desk.run('command', receiptOf('invoice.paid', invoice), { command: `${node} -e "${script}"` });
      assert.equal(desk.log.length, 1);
      assert.match(desk.log[0] ?? '', /^in_1 invoice\.paid .*stripe-webhooks-apps-/);
    });

    it('fails with the exit code, also of a command that does not read its input', async () => {
      const receipt = receiptOf('invoice.paid', { ...invoice, description: 'x'.repeat(1_000_000) });
      await assert.rejects(desk.run('command', receipt, { command: 'exit 3' }), /exit code 3/);
    });

    it('ends a command with all its children when it is aborted', async () => {
      const abort = new AbortController();
      const beats = join(desk.folder, 'beats');
      const child = `setInterval(() => require('fs').appendFileSync(${JSON.stringify(beats).replaceAll('"', "'")}, '.'), 20)`;
      const watching = watch(desk.folder);
      const beating = once(watching, 'change');
      const running = desk.run(
        'command',
        receiptOf('invoice.paid', invoice),
        { command: `${node} -e "${child}" & wait` },
        { signal: abort.signal },
      );
      await beating;
      watching.close();
      abort.abort();
      // Resolves only when the last of them has closed its output.
      await running;
    });

    it('gives a task the event in a file that is its standard input', async () => {
      await desk.run('command', receiptOf('invoice.paid', invoice), { what: 'task', task: 'On Event' });
      const [task] = desk.tasks;
      assert.equal(task?.name, 'On Event');
      assert.equal((JSON.parse(task?.input ?? '') as Stripe.Event).type, 'invoice.paid');
    });
  });

  describe('record fixtures', () => {
    it('saves as many of each type as configured, in the form of “Save as Fixture”', async () => {
      const config = { perType: 2 };
      for (const id of [1, 2, 3])
        await desk.run('record', receiptOf('invoice.paid', invoice, { id }), config);
      await desk.run('record', receiptOf('customer.created', { id: 'cus_1' }, { id: 4 }), config);
      const files = await readdir(join(desk.folder, '.stripe', 'fixtures'));
      assert.deepEqual(files.sort(), ['customer.created.json', 'invoice.paid-2.json', 'invoice.paid.json']);
      const kept = JSON.parse(await read('.stripe', 'fixtures', 'invoice.paid-2.json')) as Record<
        string,
        unknown
      >;
      assert.deepEqual([kept['fixture'], (kept['event'] as Stripe.Event).id], [1, 'evt_2']);
    });
  });

  describe('slack message', () => {
    it('posts the filled template, with what people could have typed made harmless', async () => {
      const chat = await startApp();
      const object = { ...invoice, customer_email: '<!channel> & co' };
      await desk.run('slack', receiptOf('invoice.payment_failed', object), {
        url: chat.url,
        template: '*{{type}}* {{amount}} of {{ data.object.customer_email }} {{nothing}} {{dashboard}}',
      });
      const [got] = chat.got;
      assert.match(got?.headers['content-type'] ?? '', /^application\/json/);
      assert.deepEqual(JSON.parse(got?.body.toString() ?? ''), {
        text: '*invoice.payment_failed* 49.00 EUR of &lt;!channel&gt; &amp; co https://dashboard.stripe.com/acct_1-test/evt_1',
      });
    });

    it('never says the URL, which is a secret, when it fails', async () => {
      const chat = await startApp();
      const url = chat.url.replace('/webhook', '/services/T0/SECRET');
      chat.answer = (_got, response) => void response.writeHead(403).end('invalid_token');
      const run = () => desk.run('slack', receiptOf('invoice.paid', invoice), { url });
      const refused = await run().catch((error: unknown) => String(error));
      await chat.close();
      const gone = await run().catch((error: unknown) => String(error));
      assert.match(String(refused), /403: invalid_token/);
      for (const text of [refused, gone]) assert.doesNotMatch(String(text), /SECRET/);
      assert.notEqual(gone, undefined);
    });
  });

  describe('payment recovery', () => {
    const dispute = {
      id: 'du_1',
      object: 'dispute',
      currency: 'usd',
      amount: 1_500,
      reason: 'fraudulent',
      status: 'needs_response',
      evidence_details: { due_by: Date.UTC(2027, 1, 1) / 1000 },
    };
    const run = (type: string, object: Record<string, unknown>) =>
      desk.run('recovery', receiptOf(type, object));

    it('lists what is open with amount, reason, date and link, the disputes first', async () => {
      await run('invoice.payment_failed', {
        ...invoice,
        attempt_count: 2,
        customer_email: 'a|b@example.com',
      });
      await run('charge.dispute.created', dispute);
      const text = await read('own', 'digest.md');
      assert.match(
        text,
        /## Disputes to answer[^]*\| 15\.00 USD \|[^|]*\| fraudulent \| 2027-02-01 \| 2027-01-15 \| \[du_1\]\(https:\/\/dashboard\.stripe\.com\/acct_1-test\/du_1\) \|/,
      );
      assert.match(
        text,
        /## Invoices to collect[^]*\| 49\.00 EUR \| a\\\|b@example\.com \| open, tried 2 times \|/,
      );
    });

    it('takes out what was paid, voided or closed, and lists nothing twice', async () => {
      await run('invoice.payment_failed', invoice);
      await run('invoice.payment_failed', invoice);
      assert.equal((await read('own', 'digest.md')).match(/\[in_1\]/g)?.length, 1);
      await run('charge.dispute.created', dispute);
      await run('invoice.paid', { ...invoice, status: 'paid' });
      await run('charge.dispute.closed', { ...dispute, status: 'won' });
      assert.match(await read('own', 'digest.md'), /Nothing is open/);
    });

    it('is not misled by a failure that is told after its invoice was paid', async () => {
      await run('invoice.payment_failed', { ...invoice, status: 'paid' });
      assert.match(await read('own', 'digest.md'), /Nothing is open/);
    });
  });

  it('have lasting ids, and defaults that pass their own checks', async () => {
    const { validateText } = await import('../../../src/apps/config.ts');
    const ids = ['notify', 'slack', 'recovery', 'forward', 'command', 'archive', 'record'];
    for (const id of ids)
      for (const field of desk.app(id).config)
        if (field.default !== undefined)
          assert.equal(validateText(field, String(field.default)), undefined, `${id} ${field.key}`);
  });
});
