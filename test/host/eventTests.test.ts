import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { signatureHeader } from '../../src/delivery/signature.ts';
import { defaultTarget } from '../../src/delivery/target.ts';
import { answersAt } from '../../src/eventTests/answersAt.ts';
import type { Parts } from '../../src/ui/commands/parts.ts';
import type { EventTests } from '../../src/ui/testing/eventTests.ts';
import { parts } from './support/parts.ts';
import { recordRuns, type Recorded } from './support/testRuns.ts';

const secret = 'whsec_of_the_event_tests';
const name = 'host-test';

describe('tests in the Test Explorer', () => {
  let extension: Parts;
  let tests: EventTests;
  let server: Server;
  let url = '';
  let answer = '';
  let bodies: string[] = [];
  let runs: Recorded;
  /** Tells of requests of `evt_held`, which a test answers itself. */
  const held = new EventEmitter<{ request: [ServerResponse] }>();
  const folder = vscode.workspace.workspaceFolders?.[0];
  const fixtures = join(folder?.uri.fsPath ?? '', '.stripe', 'fixtures');

  before('start an app, which is the only target', async () => {
    extension = await parts();
    tests = await extension.eventTests.get();
    server = createServer((request, response) => {
      void request.toArray().then((chunks) => {
        const body = Buffer.concat(chunks as Buffer[]);
        bodies.push(body.toString());
        if (body.includes('"evt_held"')) {
          held.emit('request', response);
          return;
        }
        const signature = String(request.headers['stripe-signature']);
        const expected = signatureHeader(body, [secret], Number(/^t=(\d+)/.exec(signature)?.[1]));
        response.writeHead(signature === expected ? 200 : 400).end(answer);
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook`;
    await extension.targets.save(
      { ...defaultTarget('target_tests', url), signature: 'own' },
      { headers: {}, signing: secret },
    );
    await mkdir(fixtures, { recursive: true });
  });

  beforeEach('record what is run', () => {
    runs = recordRuns(tests.controller);
    answer = '{"received":true}';
    bodies = [];
  });

  afterEach('as it was', async () => {
    runs.dispose();
    await rm(join(fixtures, `${name}.json`), { force: true });
    await tests.refresh();
  });

  after('stop the app', async () => {
    server.close();
    await extension.targets.remove('target_tests');
  });

  const save = async (fixture: object) => {
    await writeFile(join(fixtures, `${name}.json`), JSON.stringify({ fixture: 1, ...fixture }));
    await tests.refresh();
  };

  const item = () => {
    const found = tests.items().find(({ label }) => label === name);
    assert.ok(found, 'the test is not shown');
    return found;
  };

  it('stand below the handler of their event type, which leads to the code', async () => {
    await tests.controller.resolveHandler?.(undefined);
    const groups = new Map([...tests.controller.items].map(([, group]) => [group.label, group] as const));
    const paid = groups.get('payment_intent.succeeded');
    assert.ok(paid?.uri && paid.range);
    const document = await vscode.workspace.openTextDocument(paid.uri);
    assert.equal(document.getText(paid.range), "'payment_intent.succeeded'");
    assert.match(paid.description ?? '', /^src\/webhook\.ts:\d+$/);
    const [fixture] = [...paid.children].map(([, one]) => one);
    assert.equal(fixture?.label, 'order-paid');
    assert.match(fixture.uri?.path ?? '', /\.stripe\/fixtures\/order-paid\.json$/);
    assert.ok(groups.has('Requests that are no events'));
  });

  it('are all sent to the target by “Run All Tests”, signed, and one that fails says why', async () => {
    await save({ type: 'invoice.paid', expect: { body: { json: { received: false } } } });
    await vscode.commands.executeCommand('testing.runAll');
    await runs.ended();
    assert.equal(runs.outcomes.get('order-paid'), 'passed');
    assert.equal(runs.outcomes.get('payment-declined'), 'passed');
    assert.equal(runs.outcomes.get(name), 'failed');
    const [message] = runs.messages.get(name) ?? [];
    assert.equal(message?.message, 'The app answered with other values.');
    assert.equal(message.expectedOutput, '{\n  "received": false\n}');
    assert.equal(message.actualOutput, '{\n  "received": true\n}');
    assert.match(runs.output, /POST http:\/\/127\.0\.0\.1:\d+\/webhook\r\n/);
    assert.match(runs.output, /"type": "invoice.paid"/);
    assert.match(runs.output, /HTTP 200/);
    assert.doesNotMatch(runs.output, new RegExp(secret));
  });

  it('show a mistake in a fixture where it is', async () => {
    await writeFile(join(fixtures, `${name}.json`), '{\n  "fixture": 1,\n  "tipe": "x"\n}');
    await tests.refresh();
    assert.match(
      sentenceOf(item()),
      /host-test\.json:3:3 is no event fixture: it has an unknown field "tipe"/,
    );
    assert.deepEqual(item().range?.start, new vscode.Position(2, 2));
    await tests.runFiles([vscode.Uri.file(join(fixtures, `${name}.json`))]);
    assert.equal(runs.outcomes.get(name), 'errored');
  });

  it('are run from what stands in the editor, saved or not', async () => {
    await save({ type: 'invoice.paid' });
    const document = await vscode.workspace.openTextDocument(join(fixtures, `${name}.json`));
    const edit = new vscode.WorkspaceEdit();
    const whole = new vscode.Range(0, 0, document.lineCount, 0);
    edit.replace(document.uri, whole, '{"fixture":1,"event":{"type":"invoice.paid","id":"evt_typed"}}');
    await vscode.workspace.applyEdit(edit);
    await tests.runFiles([document.uri]);
    assert.equal(runs.outcomes.get(name), 'passed');
    assert.deepEqual(bodies, ['{"type":"invoice.paid","id":"evt_typed"}']);
    // Else it would go on hiding the file from the tests below.
    await document.save();
  });

  const heldRequest = async () => ((await once(held, 'request')) as [ServerResponse])[0];

  it('end at once when they are cancelled, with the request that is under way', async () => {
    await save({ event: { id: 'evt_held', object: 'event', type: 'invoice.paid' } });
    const source = new vscode.CancellationTokenSource();
    const [paid] = tests.items().filter(({ label }) => label === 'order-paid');
    assert.ok(paid);
    const underWay = heldRequest();
    // In this order: the one that follows is not sent any more.
    const request = new vscode.TestRunRequest([item(), paid], undefined, tests.runProfile);
    const run = tests.runProfile.runHandler(request, source.token);
    const response = await underWay;
    const cut = once(response, 'close');
    source.cancel();
    await run;
    await cut;
    assert.deepEqual([runs.outcomes.get(name), runs.outcomes.get('order-paid')], ['skipped', 'skipped']);
    assert.equal(bodies.length, 1);
  });

  it('run beside each other, each with its own outcome', async () => {
    await save({ event: { id: 'evt_held', object: 'event', type: 'invoice.paid' } });
    const [paid] = tests.items().filter(({ label }) => label === 'order-paid');
    assert.ok(paid);
    const { token } = new vscode.CancellationTokenSource();
    const run = (test: vscode.TestItem) =>
      tests.runProfile.runHandler(new vscode.TestRunRequest([test], undefined, tests.runProfile), token);
    const underWay = heldRequest();
    const first = run(item());
    const response = await underWay;
    await run(paid);
    assert.deepEqual([runs.outcomes.get('order-paid'), runs.outcomes.get(name)], ['passed', undefined]);
    response.writeHead(500).end('no');
    await first;
    assert.equal(runs.outcomes.get(name), 'failed');
  });

  it('debug the app: its launch configuration is started first, and stopped afterwards', async () => {
    assert.ok(folder);
    const app = join(folder.uri.fsPath, 'debugged.mjs');
    const port = await freePort();
    await writeFile(
      app,
      `import { createServer } from 'node:http';
       createServer((_, response) => response.end('debugged')).listen(${port}, '127.0.0.1');`,
    );
    const launch = vscode.workspace.getConfiguration('launch', folder.uri);
    const configuration = { name: 'Debugged', type: 'node', request: 'launch', program: app };
    await launch.update('configurations', [configuration], vscode.ConfigurationTarget.WorkspaceFolder);
    await extension.workspaceState.update('tests.launch', 'Debugged');
    const target = `http://127.0.0.1:${port}/webhook`;
    try {
      await extension.targets.save({ ...defaultTarget('target_tests', target), signature: 'own' });
      await save({ type: 'invoice.paid', expect: { maxMilliseconds: 0.001, body: { text: 'debugged' } } });
      const source = new vscode.CancellationTokenSource();
      await tests.debugProfile.runHandler(new vscode.TestRunRequest([item()]), source.token);
      assert.equal(runs.outcomes.get(name), 'passed', JSON.stringify([...runs.messages]));
      assert.equal(await answersAt(target), false);
    } finally {
      await launch.update('configurations', undefined, vscode.ConfigurationTarget.WorkspaceFolder);
      await extension.workspaceState.update('tests.launch', undefined);
      await rm(app);
    }
  });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

function sentenceOf({ error }: vscode.TestItem): string {
  return typeof error === 'string' ? error : (error?.value ?? '');
}
