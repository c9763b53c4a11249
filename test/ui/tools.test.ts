import assert from 'node:assert/strict';
import { join } from 'node:path';
import { root } from '../../scripts/build.ts';
import { closeApps, startApp, type App } from '../unit/delivery/support/app.ts';
import { LiveAccount } from './support/liveAccount.ts';
import { until } from './support/locate.ts';
import { freePort } from './support/ports.ts';
import { addAccount, createEndpoint, startReceiver } from './support/steps.ts';
import { useWorkbench } from './support/suite.ts';

const port = await freePort(4871);
const livePort = await freePort(12_953);

describe('tools for language models, invoked by another extension', () => {
  const ui = useWorkbench({
    beside: [join(root, 'test', 'fixtures', 'toolUser')],
    userSettings: {
      'stripeWebhooks.receiver.port': port,
      'stripeWebhooks.connection.apiBase': `http://127.0.0.1:${livePort}`,
    },
  });
  let app: App;
  let account: LiveAccount | undefined;

  before('start the app', async () => void (app = await startApp()));
  after('stop the app and the account', async () => {
    await closeApps();
    await account?.stop();
  });

  /** Invokes a tool; what comes of it is seen afterwards. */
  async function invoke(name: string, input: object): Promise<void> {
    const { workbench } = ui;
    await workbench.page.evaluate(`navigator.clipboard.writeText('')`);
    await workbench.runCommand('Tool User: Invoke');
    await workbench.input.prompted(/Tool and its input/);
    await workbench.input.type(`stripeWebhooks_${name} ${JSON.stringify(input)}`);
    await workbench.input.accept();
  }

  /** Waits for the answer, or for the sentence of a refusal. */
  const answer = () =>
    until(
      ui.workbench.page,
      'an answer',
      () => ui.workbench.clipboard(),
      (text) => /^(answered|refused): /.test(text),
    );

  it('list endpoints without a question, and with no secret', async () => {
    const { workbench } = ui;
    await workbench.openContainer();
    await startReceiver(workbench);
    await createEndpoint(workbench, { url: `http://127.0.0.1:${port}/webhook`, events: ['payout.failed'] });
    await invoke('listEndpoints', {});
    const text = await answer();
    assert.match(text, new RegExp(`this machine|127\\.0\\.0\\.1:${port}`));
    assert.doesNotMatch(text, /whsec_\w/);
  });

  it('ask before they trigger an event, and send nothing when the answer is no', async () => {
    const { workbench } = ui;
    await invoke('triggerEvent', { type: 'payout.failed' });
    assert.match(await workbench.dialog().message(), /Trigger payout\.failed/);
    const detail = await workbench.dialog().detail();
    assert.match(
      detail,
      /made-up event is sent to the endpoints of the sandbox that want it \(.*Sandbox.*\)/i,
    );
    await workbench.screenshot('tool-trigger-confirmation');
    await workbench.dialog().click('Cancel');
    assert.match(await answer(), /^refused: /);
    assert.doesNotMatch(await workbench.outputText(), /verified/);
  });

  it('trigger it when the answer is yes, and give the receipt', async () => {
    const { workbench } = ui;
    await invoke('triggerEvent', { type: 'payout.failed' });
    await workbench.dialog().message();
    await workbench.dialog().confirm();
    const text = await answer();
    assert.match(text, /^answered: /);
    // It is the first that was ever received.
    assert.match(text, /"received": ?\{"id": ?1,.*"signature": ?"verified"/);
    await workbench.output.waitForLine(/200 verified {2}payout\.failed/);
    await workbench.screenshot('tool-trigger-answer');
  });

  it('ask before they replay, naming where to, and send only after a yes', async () => {
    const { workbench } = ui;
    const { host } = new URL(app.url);
    await workbench.view('Targets').clickWelcome('Add Target');
    await workbench.quickPick.asks(/URL of your app/);
    await workbench.quickPick.type(app.url);
    await workbench.quickPick.shows(new RegExp(host));
    await workbench.quickPick.accept();
    await workbench.quickPick.asks(/Add Target, or choose/);
    await workbench.quickPick.accept();
    await workbench.view('Targets').waitForRow(host);
    await invoke('replayEvents', { ids: [1], to: host });
    assert.match(await workbench.dialog().message(), /Replay Events/);
    const detail = await workbench.dialog().detail();
    assert.ok(detail.includes('#1 payout.failed') && detail.includes(app.url), detail);
    await workbench.screenshot('tool-replay-confirmation');
    await workbench.dialog().click('Cancel');
    assert.match(await answer(), /^refused: /);
    assert.equal(app.got.length, 0);
    await invoke('replayEvents', { ids: [1], to: host });
    await workbench.dialog().message();
    await workbench.dialog().confirm();
    assert.match(await answer(), /"delivered": ?1/);
    assert.equal(app.got.length, 1);
  });

  it('send nothing while a live account is in use, and show none of its secrets', async () => {
    const { workbench } = ui;
    account = await LiveAccount.start(livePort);
    await addAccount(workbench, account.key);
    await workbench.view('Endpoints').welcome(/No webhook endpoint in this account yet/);
    await createEndpoint(workbench, {
      url: 'https://example.com/live',
      events: ['payout.failed'],
      created: false,
    });
    await workbench.dialog().click('Create');
    await workbench.view('Endpoints').waitForRow('example.com/live');
    for (const [name, input] of [
      ['triggerEvent', { type: 'payout.failed' }],
      ['replayEvents', { ids: [1], to: new URL(app.url).host }],
    ] as const) {
      await invoke(name, input);
      await workbench.screenshot(`tool-${name}-live`);
      const text = await answer();
      assert.match(text, /^refused: .*is a live account, which agents may only read/s, name);
    }
    assert.equal(app.got.length, 1);
    await invoke('listEndpoints', {});
    const text = await answer();
    assert.match(text, /example\.com\/live/);
    const secrets = account.sandbox.signingSecrets().map((secret) => JSON.stringify(secret));
    assert.ok(secrets.length > 0);
    assert.doesNotMatch(text, /whsec_\w|sk_live_\w/);
    await workbench.screenshot('tool-list-live');
  });
});
