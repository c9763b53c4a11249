import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { signatureHeader } from '../../src/delivery/signature.ts';
import { copiedBy, copyFrom, createEndpoint, startReceiver, trigger } from './support/steps.ts';
import { useWorkbench } from './support/suite.ts';

const taken = 4804;
const next = 4805;

describe('bad input', () => {
  const ui = useWorkbench({
    userSettings: { 'stripeWebhooks.receiver.port': taken, 'stripeWebhooks.receiver.bodyLimit': 64 },
  });
  let occupant: Server;

  before('occupy the port', async () => {
    occupant = createServer((_request, response) => response.end('somebody else'));
    occupant.listen(taken, '127.0.0.1');
    await once(occupant, 'listening');
    await ui.workbench.openContainer();
  });

  after('free the port', () => {
    occupant.close();
  });

  it('port in use: takes the next one and says so', async () => {
    await startReceiver(ui.workbench);
    const notification = ui.workbench.notification(/Port 4804 is in use/);
    assert.match(
      await notification.text(),
      /listens on 4805: endpoints must use http:\/\/127\.0\.0\.1:4805\/webhook/,
    );
    await ui.workbench.screenshot('port-in-use');
    const copied = await copiedBy(ui.workbench, () => notification.click('Copy URL'));
    assert.equal(copied, `http://127.0.0.1:${next}/webhook`);
  });

  it('tampered body: answers 400 with the reason, and the line says it too', async () => {
    await createEndpoint(ui.workbench, { url: `http://127.0.0.1:${next}/webhook`, events: ['invoice.paid'] });
    const body = event();
    const header = signatureHeader(body, [await secret()], now());
    const answer = await post(Buffer.from(body.toString().replace('4200', '1')), header);
    assert.equal(answer.status, 400);
    assert.match(await ui.workbench.output.waitForLine(/✗ 400 rejected {2}invoice\.paid/), /evt_bad/);
    await ui.workbench.screenshot('tampered-body');
  });

  it('a rejected event can be opened all the same', async () => {
    await ui.workbench.output.followLink(/^#1$/);
    await ui.workbench.editor.waitForText(/"amount": 1\b/);
    assert.match(await ui.workbench.editor.text(), /evt_bad/);
  });

  it('expired timestamp: says how old it is', async () => {
    const body = event();
    const answer = await post(body, signatureHeader(body, [await secret()], now() - 3600));
    assert.equal(answer.status, 400);
    assert.match(await answer.text(), /timestamp-too-old/);
    await ui.workbench.output.waitForLine(/#2 {2}✗ 400 rejected/);
  });

  it('body over the limit: refused with one sentence', async () => {
    const body = Buffer.alloc(65 * 1024, 'x');
    const answer = await post(body, signatureHeader(body, [await secret()], now()));
    assert.equal(answer.status, 413);
    await ui.workbench.output.waitForLine(/✗ 413 refused/);
  });

  it('the same event, untouched, is verified', async () => {
    const body = event();
    assert.equal((await post(body, signatureHeader(body, [await secret()], now()))).status, 200);
    await ui.workbench.output.waitForLine(/#3 {2}✓ 200 verified {2}invoice\.paid/);
  });

  it('sandbox stopped: says so with a way out, and nothing is lost', async () => {
    const { workbench } = ui;
    const view = workbench.view('Endpoints');
    await workbench.runCommand('Stripe Webhooks: Stop Sandbox');
    await view.welcome(/The sandbox is not running.*Start Sandbox/s);
    await trigger(workbench, 'invoice.paid');
    const stopped = workbench.notification(/The sandbox is stopped/);
    await workbench.screenshot('sandbox-stopped');
    await stopped.click('Start Sandbox');
    await view.waitForRow(`127.0.0.1:${next}/webhook`);
    await trigger(workbench, 'invoice.paid');
    await workbench.output.waitForLine(/#4 {2}✓ 200 verified {2}invoice\.paid/);
  });

  function event(): Buffer {
    const object = { id: 'in_bad', object: 'invoice', amount: 4200 };
    const created = now();
    return Buffer.from(
      JSON.stringify({
        id: 'evt_bad',
        object: 'event',
        type: 'invoice.paid',
        created,
        livemode: false,
        data: { object },
      }),
    );
  }

  function secret(): Promise<string> {
    return copyFrom(ui.workbench, `127.0.0.1:${next}/webhook`, 'Copy Signing Secret');
  }
});

describe('no workspace folder', () => {
  const ui = useWorkbench({ workspace: false, userSettings: { 'stripeWebhooks.receiver.port': 4806 } });

  it('the main job works, and only looking for code asks for a folder', async () => {
    const { workbench } = ui;
    await workbench.openContainer();
    await createEndpoint(workbench, { url: 'http://127.0.0.1:4806/webhook', events: ['invoice.paid'] });
    await startReceiver(workbench);
    await trigger(workbench, 'invoice.paid');
    await workbench.output.waitForLine(/✓ 200 verified {2}invoice\.paid/);
    await workbench.view('Endpoints').expand(/4806/);
    await workbench.view('Endpoints').rowAction('invoice.paid', 'Go to Handler');
    const notification = workbench.notification(/No folder is open/);
    assert.deepEqual(await notification.buttons(), ['Open Folder']);
    await workbench.screenshot('no-folder');
  });
});

function now(): number {
  return Math.floor(Date.now() / 1000);
}

function post(body: Buffer, signature: string): Promise<Response> {
  return fetch(`http://127.0.0.1:${next}/webhook`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'stripe-signature': signature, 'user-agent': 'test' },
    body,
  });
}
