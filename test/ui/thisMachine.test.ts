import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type Server } from 'node:http';
import { hostname } from 'node:os';
import { LiveAccount } from './support/liveAccount.ts';
import { addAccount, startReceiver } from './support/steps.ts';
import { useWorkbench } from './support/suite.ts';

const accountPort = 12_954;
// By a name that is not one of the loopback's: for the extension, an account out in the world.
const account = { host: hostname(), url: `http://${hostname()}:${accountPort}` };

describe('an endpoint for this machine, of an account that cannot reach it', () => {
  const ui = useWorkbench({
    userSettings: {
      'stripeWebhooks.receiver.port': 4809,
      'stripeWebhooks.connection.apiBase': account.url,
    },
  });
  let live: LiveAccount;
  let ngrok: Server | undefined;

  before('add the account', async () => {
    live = await LiveAccount.start(accountPort, account.host);
    await ui.workbench.openContainer();
    await addAccount(ui.workbench, live.key);
    await ui.workbench.view('Endpoints').welcome(/No webhook endpoint in this account yet/);
  });

  after('stop the account', async () => {
    ngrok?.close();
    await live.stop();
  });

  it('is explained where no public address leads here, with the ways out', async () => {
    const { workbench } = ui;
    await workbench.runCommand('Stripe Webhooks: Create Endpoint for This Machine');
    assert.match(await workbench.dialog().message(), /Stripe cannot reach this machine/);
    assert.match(await workbench.dialog().detail(), /listen session .*no endpoint is created/);
    await workbench.screenshot('not-reachable');
    await workbench.dialog().click('Enter Public URL…');
    await workbench.input.asks(/ngrok/);
    await workbench.input.type('http://shop.example.com/webhook');
    await workbench.input.accept();
    await workbench.input.validationMessage(/https/);
    await workbench.input.escape();
  });

  it('leads through a tunnel that is found, and says so in the tree', async () => {
    const { workbench } = ui;
    ngrok = createServer((_request, response) => {
      const tunnel = { public_url: 'https://calm.ngrok.app', config: { addr: 'http://localhost:4809' } };
      response.end(JSON.stringify({ tunnels: [tunnel] }));
    });
    ngrok.listen(4040, '127.0.0.1');
    await once(ngrok, 'listening');
    await startReceiver(workbench);
    await workbench.runCommand('Stripe Webhooks: Create Endpoint for This Machine');
    await workbench.quickPick.asks(/Create Endpoint, or choose/);
    await workbench.quickPick.shows(/https:\/\/calm\.ngrok\.app\/webhook/);
    await workbench.quickPick.accept();
    assert.match(await workbench.dialog().message(), /calm\.ngrok\.app\/webhook in 🔴 LIVE/);
    await workbench.dialog().click('Create');
    await workbench
      .view('Endpoints')
      .waitForRows('an endpoint that leads here', (rows) =>
        rows.some(({ description }) => description.includes('this receiver, through ngrok')),
      );
    // What comes through the tunnel names the tunnel's host; another name is a web page's trick.
    assert.equal(await post('calm.ngrok.app'), 400);
    assert.equal(await post('evil.example.com'), 403);
  });

  /** An unsigned event, as a tunnel hands it on; gives the status. */
  async function post(host: string): Promise<number | undefined> {
    const sent = request({
      port: 4809,
      host: '127.0.0.1',
      path: '/webhook',
      method: 'POST',
      headers: { host, 'content-type': 'application/json' },
    });
    sent.end('{}');
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    answer.resume();
    return answer.statusCode;
  }
});
