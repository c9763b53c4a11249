import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Endpoint } from '../../src/stripe/endpoint.ts';
import type { Parts } from '../../src/ui/commands/parts.ts';
import type { CoverageNode } from '../../src/ui/views/coverageNodes.ts';
import { next, parts, until as lookAgain } from './support/parts.ts';

describe('handlers in the editor', () => {
  let extension: Parts;
  let folder: vscode.Uri;
  const written: vscode.Uri[] = [];

  before(async () => {
    extension = await parts();
    folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? assert.fail('no folder');
  });

  afterEach('put everything back', async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    for (const uri of written.splice(0))
      await vscode.workspace.fs.delete(uri).then(undefined, () => undefined);
    for (const name of ['codeLens', 'hover', 'completion', 'diagnostics'])
      await set(`stripeWebhooks.handlers.${name}`, undefined);
    await set('search.exclude', undefined);
  });

  const set = (key: string, value: unknown) =>
    vscode.workspace.getConfiguration().update(key, value, vscode.ConfigurationTarget.Workspace);

  /** Writes a file of the workspace, which is deleted after the test. */
  async function write(path: string, text: string): Promise<vscode.Uri> {
    const uri = vscode.Uri.joinPath(folder, path);
    written.push(uri);
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
    return uri;
  }

  /** Writes and opens a file; `|` marks where the cursor is. */
  async function open(path: string, marked: string) {
    const uri = await write(path, marked.replace('|', ''));
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    return { uri, document, cursor: document.positionAt(Math.max(0, marked.indexOf('|'))) };
  }

  /** Waits until what `look` gives is as wanted, looking again whenever the index has changed. */
  function until<T>(look: () => Promise<T>, wanted: (value: T) => boolean): Promise<T> {
    return lookAgain(extension.handlers.onDidChange, look, wanted);
  }

  const filesOf = async (type: string) =>
    (await extension.handlers.of(type)).map(({ file }) => vscode.workspace.asRelativePath(file));

  describe('the index', () => {
    it('leaves out what git ignores and what the search settings exclude, and follows both', async () => {
      const code = `if (event.type === 'payout.canceled') go();\n`;
      await extension.handlers.all();
      await write('src/kept.ts', code);
      await write('generated/ignored.ts', code);
      await write('private/excluded.ts', code);
      await until(
        () => filesOf('payout.canceled'),
        (files) => files.length === 3,
      );
      await write('.gitignore', 'generated/\n');
      await until(
        () => filesOf('payout.canceled'),
        (files) => files.length === 2,
      );
      await set('search.exclude', { private: true });
      assert.deepEqual(
        await until(
          () => filesOf('payout.canceled'),
          (files) => files.length === 1,
        ),
        ['src/kept.ts'],
      );
      await write('generated/late.ts', code);
      await write('src/late.ts', code);
      assert.deepEqual(
        await until(
          () => filesOf('payout.canceled'),
          (files) => files.length === 2,
        ),
        ['src/kept.ts', 'src/late.ts'],
      );
    });

    it('knows handlers at once when it is built, in other languages too, and forgets deleted files', async () => {
      await extension.handlers.all();
      const uri = await write('hooks.rb', `case event.type\nwhen 'payout.failed' then fail\nend\n`);
      await until(
        () => Promise.resolve(extension.handlers.known('payout.failed') ?? []),
        (found) => found.length === 1,
      );
      await vscode.workspace.fs.delete(uri);
      await until(
        () => Promise.resolve(extension.handlers.known('payout.failed') ?? []),
        (found) => found.length === 0,
      );
    });
  });

  describe('lenses', () => {
    afterEach(stop);

    const lensesOf = async (uri: vscode.Uri) => {
      const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        uri,
        50,
      );
      return lenses.map(({ range, command }) => `${range.start.line}: ${command?.title}`);
    };

    it('trigger each handler, and say what came last and how many', async () => {
      const { uri } = await open(
        'lenses.ts',
        `switch (event.type) {\n  case 'price.created':\n    break;\n}\nif (event.type.startsWith('price.')) go();\n`,
      );
      assert.deepEqual(await lensesOf(uri), [
        '1: $(zap) Trigger',
        '1: not received yet',
        '4: not received yet',
      ]);
      const endpoint = await endpointForReceiver(['*']);
      const received = next(extension.receiver.onDidReceive);
      await trigger('price.created', endpoint);
      await received;
      const lenses = await lensesOf(uri);
      const receivedAt = (line: number) =>
        lenses.find((lens) => lens.startsWith(`${line}: `) && lens.endsWith('received'));
      assert.match(receivedAt(1) ?? lenses.join(), /^1: \$\(verified\) [\d:]+.*· 1 received$/);
      assert.match(receivedAt(4) ?? lenses.join(), /^4: \$\(verified\) .*· 1 received$/);
    });

    it('can be turned off', async () => {
      const { uri } = await open('lenses.ts', `if (event.type === 'price.created') go();\n`);
      await set('stripeWebhooks.handlers.codeLens', false);
      assert.deepEqual(await lensesOf(uri), []);
    });
  });

  describe('hovers', () => {
    const hoverAt = async (uri: vscode.Uri, position: vscode.Position) => {
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        uri,
        position,
      );
      return hovers
        .flatMap(({ contents }) => contents.map((one) => (typeof one === 'string' ? one : one.value)))
        .filter((text) => /snapshot event|thin event|event types/.test(text))
        .join('\n');
    };

    it('explain a type: when Stripe sends it, its object and a sample', async () => {
      const { uri, cursor } = await open('hover.ts', `const wanted = ['charge.re|funded'];\n`);
      const text = await hoverAt(uri, cursor);
      assert.match(text, /charge\.refunded/);
      assert.match(text, /Occurs whenever a charge is refunded/);
      assert.match(text, /object `charge`/);
      assert.match(text, /"object": "charge"/);
      assert.match(text, /command:stripeWebhooks\.event\.trigger/);
    });

    it('explain constants and patterns, which only the code’s own language can read', async () => {
      const constant = await open(
        'Hover.cs',
        `class A { void F() { if (e.Type == EventTypes.Charge|Refunded) X(); } }\n`,
      );
      assert.match(await hoverAt(constant.uri, constant.cursor), /`charge\.refunded`/);
      const pattern = await open('hover2.ts', `if (event.type.startsWith('charge.dis|pute.')) go();\n`);
      assert.match(await hoverAt(pattern.uri, pattern.cursor), /charge\.dispute\.created/);
    });

    it('can be turned off', async () => {
      const { uri, cursor } = await open('hover.ts', `const wanted = ['charge.re|funded'];\n`);
      await set('stripeWebhooks.handlers.hover', false);
      assert.equal(await hoverAt(uri, cursor), '');
    });
  });

  describe('completions', () => {
    const typesAt = async (uri: vscode.Uri, position: vscode.Position) => {
      const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        uri,
        position,
      );
      return items.filter(
        ({ label, kind }) => kind === vscode.CompletionItemKind.Event && label === 'charge.refunded',
      );
    };

    for (const [name, path, code] of [
      ['a case', 'a.ts', `switch (event.type) {\n  case '|':\n}\n`],
      ['a comparison', 'a.py', `if event["type"] == "charge.|":\n    pass\n`],
      ['a map', 'a.js', `const handlers = { '|': async (event) => {} };\n`],
      [
        'enabled_events',
        'b.js',
        `stripe.webhookEndpoints.create({ url, enabled_events: ['invoice.paid', '|'] });\n`,
      ],
    ] as const)
      it(`offer types in ${name}`, async () => {
        const { uri, cursor, document } = await open(path, code);
        const [item] = await typesAt(uri, cursor);
        const range = item?.range instanceof vscode.Range ? item.range : assert.fail('not offered');
        assert.match(document.getText(range), /^(charge\.)?$/);
      });

    it('offer none elsewhere, and can be turned off', async () => {
      const elsewhere = await open('c.js', `console.log('|');\n`);
      assert.deepEqual(await typesAt(elsewhere.uri, elsewhere.cursor), []);
      await set('stripeWebhooks.handlers.completion', false);
      const off = await open('d.ts', `if (event.type === '|') go();\n`);
      assert.deepEqual(await typesAt(off.uri, off.cursor), []);
    });
  });

  describe('diagnostics', () => {
    const ours = (uri: vscode.Uri) =>
      vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'Stripe Webhooks');

    async function diagnosed(uri: vscode.Uri, wanted: (found: readonly vscode.Diagnostic[]) => boolean) {
      for (;;) {
        const changed = next(vscode.languages.onDidChangeDiagnostics);
        if (wanted(ours(uri))) return ours(uri);
        await changed;
      }
    }

    async function fix(uri: vscode.Uri, diagnostic: vscode.Diagnostic): Promise<void> {
      const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        uri,
        diagnostic.range,
        vscode.CodeActionKind.QuickFix.value,
      );
      const action = actions.find(({ title }) => /^(Change to “|Use the raw body|Read it from)/.test(title));
      assert.ok(action?.edit, actions.map(({ title }) => title).join());
      await vscode.workspace.applyEdit(action.edit);
    }

    it('name a misspelt type, and set it right', async () => {
      const { uri, document } = await open(
        'wrong.ts',
        `switch (event.type) {\n  case "charge.refundd":\n    break;\n}\n`,
      );
      const [found] = await diagnosed(uri, ({ length }) => length > 0);
      assert.match(found?.message ?? '', /no event type “charge\.refundd”.*Did you mean “charge\.refunded”/);
      await fix(uri, found ?? assert.fail());
      assert.match(document.getText(), /case "charge\.refunded":/);
      await diagnosed(uri, ({ length }) => length === 0);
      await document.save();
    });

    it('name a type that the API version of the installed library does not have', async () => {
      await write('node_modules/stripe/package.json', '{ "name": "stripe", "version": "11.1.0" }');
      await write(
        'node_modules/stripe/types/WebhookEndpointsResource.d.ts',
        `type ApiVersion = '2020-08-27' | '2022-11-15';\ntype EnabledEvent = '*' | 'charge.refunded';\n`,
      );
      const { uri, document } = await open(
        'later.ts',
        `switch (event.type) {\n  case 'charge.refunded':\n  case 'reserve.hold.created':\n    break;\n}\n`,
      );
      const found = await diagnosed(uri, ({ length }) => length > 0);
      assert.match(
        found.map(({ message }) => message).join('\n'),
        /^API version 2022-11-15, which stripe 11\.1\.0 of this app is for, has no event type “reserve\.hold\.created” yet/,
      );
      assert.equal(found.length, 1);
      assert.equal(document.getText(found[0]?.range), "'reserve.hold.created'");
    });

    it('name one in Python, by the library of the virtual environment', async () => {
      const library = '.venv/lib/python3.13/site-packages/stripe';
      await write(`${library}/_version.py`, 'VERSION = "11.6.0"\n');
      await write(`${library}/_api_version.py`, 'class _ApiVersion:\n    CURRENT = "2025-02-24.acacia"\n');
      await write(
        `${library}/_event.py`,
        'class Event:\n    type: Literal[\n        "charge.refunded",\n    ]\n',
      );
      const { uri, document } = await open(
        'later.py',
        'if event.type in ("charge.refunded", "reserve.hold.created"):\n    pass\n',
      );
      const [one, ...others] = await diagnosed(uri, ({ length }) => length > 0);
      assert.match(
        one?.message ?? '',
        /^API version 2025-02-24\.acacia, which stripe 11\.6\.0 of this app is for/,
      );
      assert.equal(document.getText(one?.range), '"reserve.hold.created"');
      assert.equal(others.length, 0);
    });

    it('name a body that was parsed, an event that is not verified, and a secret in the code', async () => {
      const parsed = await open(
        'parsed.py',
        `from flask import request\nevent = stripe.Webhook.construct_event(request.get_json(), sig, secret)\n`,
      );
      const [one] = await diagnosed(parsed.uri, ({ length }) => length > 0);
      assert.match(one?.message ?? '', /signature cannot match.*request\.get_data\(\)/);
      await fix(parsed.uri, one ?? assert.fail());
      assert.match(parsed.document.getText(), /construct_event\(request\.get_data\(\), sig/);
      await parsed.document.save();

      const open2 = await open(
        'unverified.js',
        `const event = req.body;\nif (event.type === 'charge.refunded') go();\n`,
      );
      const [two] = await diagnosed(open2.uri, ({ length }) => length > 0);
      assert.match(two?.message ?? '', /signature is not checked/);

      const secret = ['whsec', 'k3J9sQpV7mZtR2bXcN8wLfY4'].join('_');
      const leaked = await open('leaked.js', `const endpointSecret = '${secret}';\n`);
      const [three] = await diagnosed(leaked.uri, ({ length }) => length > 0);
      assert.match(three?.message ?? '', /signing secret stands in the code/);
      assert.ok(!three?.message.includes(secret));
      await fix(leaked.uri, three ?? assert.fail());
      assert.equal(leaked.document.getText(), 'const endpointSecret = process.env.STRIPE_WEBHOOK_SECRET;\n');
      await leaked.document.save();
    });

    it('can be turned off', async () => {
      const { uri } = await open('wrong.ts', `if (event.type === 'charge.refundd') go();\n`);
      await diagnosed(uri, ({ length }) => length > 0);
      await set('stripeWebhooks.handlers.diagnostics', false);
      await diagnosed(uri, ({ length }) => length === 0);
    });
  });

  describe('coverage', () => {
    afterEach(stop);

    const labels = async (node?: CoverageNode): Promise<readonly string[]> => {
      const rows = await extension.coverageView.getChildren(node);
      return rows.map((row) => {
        const { label, description } = extension.coverageView.getTreeItem(row);
        return `${label as string} | ${description as string}`;
      });
    };

    it('holds subscriptions against the code, and puts right what does not fit', async () => {
      const endpoint = await endpointForReceiver(['charge.refunded', 'payout.failed']);
      const received = next(extension.receiver.onDidReceive);
      await trigger('payout.failed', endpoint);
      await received;
      await extension.coverageView.refresh();
      const roots = await extension.coverageView.getChildren();
      const [first] = await labels();
      assert.match(first ?? '', /\| 1 of 2 handled$/);
      const [notHandled, handled] = await labels(roots[0]);
      assert.match(notHandled ?? '', /^payout\.failed \| no handler · \d+ received$/);
      assert.match(handled ?? '', /^charge\.refunded \| src\/webhook\.ts:\d+/);
      const group = roots.find((row) => row.kind === 'coverageGroup' && row.state === 'notSubscribed');
      const rows = await extension.coverageView.getChildren(group);
      const row = rows.find((one) => one.kind === 'coveredType' && one.type === 'checkout.session.completed');
      assert.ok(row, (await labels(group)).join());

      await vscode.commands.executeCommand('stripeWebhooks.coverage.subscribe', row);
      assert.deepEqual(await eventsOf(endpoint), [
        'charge.refunded',
        'payout.failed',
        'checkout.session.completed',
      ]);
      const again = await extension.coverageView.getChildren((await extension.coverageView.getChildren())[0]);
      const unhandled = again.find((one) => one.kind === 'coveredType' && one.type === 'payout.failed');
      await vscode.commands.executeCommand('stripeWebhooks.coverage.unsubscribe', unhandled);
      assert.deepEqual(await eventsOf(endpoint), ['charge.refunded', 'checkout.session.completed']);
    });

    it('is told in a report, with links to the code', async () => {
      await endpointForReceiver(['charge.refunded', 'payout.failed']);
      await vscode.commands.executeCommand('stripeWebhooks.coverage.report');
      const report = vscode.workspace.textDocuments.find(
        ({ languageId, isUntitled }) => languageId === 'markdown' && isUntitled,
      );
      const text = report?.getText() ?? '';
      assert.match(text, /^# Webhook coverage of /);
      assert.match(text, /\| `payout\.failed` \| \*\*none\*\* \| \d+ \|/);
      assert.match(text, /\| `charge\.refunded` \| \[src\/webhook\.ts:\d+\]\(<file:.*webhook\.ts#L\d+>\)/);
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    });

    async function eventsOf({ id }: Endpoint): Promise<readonly string[] | undefined> {
      return (await extension.endpointList.loaded()).find((one) => one.id === id)?.events;
    }
  });

  async function endpointForReceiver(events: readonly string[]): Promise<Endpoint> {
    const { port } = await extension.receiver.start();
    await extension.sandbox.start();
    const endpoint = await extension.endpoints.create(extension.connections.active, {
      url: `http://127.0.0.1:${port}/webhook`,
      events,
    });
    await extension.endpointList.refresh();
    return endpoint;
  }

  async function trigger(type: string, { id }: Endpoint): Promise<void> {
    await (await extension.sandbox.access()).trigger({ type, endpointIds: [id] });
  }

  async function stop(): Promise<void> {
    await extension.receiver.stop();
    await extension.sandbox.reset();
  }
});
