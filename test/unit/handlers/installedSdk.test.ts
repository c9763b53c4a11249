import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Handler, HandlerForm } from '../../../src/handlers/handler.ts';
import { InstalledSdks, inVersionOf, type InstalledSdk } from '../../../src/handlers/installedSdk.ts';
import type { Problem } from '../../../src/handlers/problem.ts';
import { loadEventCatalogue } from '../../../src/stripe/loadCatalogue.ts';
import { catalogueFolder, generateCatalogue } from '../../../scripts/catalogue.ts';

const place = { line: 0, column: 5, endLine: 0, endColumn: 9 };
const handler = (eventType: string, form: HandlerForm = 'case'): Handler => ({
  file: 'a.ts',
  eventType,
  form,
  ...place,
});
const unknown = (type: string): Problem => ({ kind: 'unknownType', type, nearest: [], ...place });

describe('The Stripe library that an app has installed', () => {
  let folder: string;
  beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'sdk-'))));
  afterEach(() => rm(folder, { recursive: true }));

  const put = async (path: string, text: string) => {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  };
  const install = async (path: string, version: string) => {
    await put('app/node_modules/stripe/package.json', JSON.stringify({ name: 'stripe', version }));
    await put(
      `app/node_modules/stripe/${path}`,
      `type ApiVersion =\n  | '2011-01-01'\n  | '2022-11-15';\ntype EnabledEvent =\n  | '*'\n  | 'charge.failed'\n  | 'order.gone';\n`,
    );
  };

  it('says the same types as the catalogue that is made from it', async () => {
    await generateCatalogue();
    const { apiVersion, eventTypes } = await loadEventCatalogue(catalogueFolder);
    const sdk = await new InstalledSdks().of(import.meta.filename);
    assert.equal(sdk?.apiVersion, apiVersion);
    assert.deepEqual(
      eventTypes.filter(({ type }) => !sdk?.eventTypes.has(type)).filter(({ type }) => !/^v\d/.test(type)),
      [],
    );
  });

  for (const [age, path] of [
    ['since 22', 'esm/resources/WebhookEndpoints.d.ts'],
    ['since 11', 'types/WebhookEndpointsResource.d.ts'],
    ['before 11', 'types/2022-11-15/WebhookEndpoints.d.ts'],
  ] as const)
    it(`is found from any file of the app, and read as it is laid out ${age}`, async () => {
      await install(path, '1.2.3');
      const sdk = await new InstalledSdks().of(join(folder, 'app', 'src', 'deep', 'hook.ts'));
      assert.deepEqual(sdk, {
        name: 'stripe',
        version: '1.2.3',
        apiVersion: '2022-11-15',
        eventTypes: new Set(['*', 'charge.failed', 'order.gone']),
      });
      assert.equal(await new InstalledSdks().of(join(folder, 'other', 'hook.ts')), undefined);
    });

  it('is read again when it was upgraded', async () => {
    const sdks = new InstalledSdks();
    const file = join(folder, 'app', 'hook.ts');
    await install('types/WebhookEndpointsResource.d.ts', '11.0.0');
    assert.equal((await sdks.of(file))?.version, '11.0.0');
    await install('types/WebhookEndpointsResource.d.ts', '11.1.0');
    assert.equal((await sdks.of(file))?.version, '11.1.0');
  });

  it('says nothing when it does not declare what it has', async () => {
    await put('app/node_modules/stripe/package.json', '{ "version": "5.0.0" }');
    assert.equal(await new InstalledSdks().of(join(folder, 'app', 'hook.js')), undefined);
  });

  describe('of Python', () => {
    const installPython = async (packages: string) => {
      await put(`${packages}/stripe/_version.py`, 'VERSION = "11.6.0"\n');
      await put(
        `${packages}/stripe/_api_version.py`,
        'class _ApiVersion:\n    CURRENT = "2025-02-24.acacia"\n',
      );
      await put(
        `${packages}/stripe/_event.py`,
        'class Event:\n    id: str\n    type: Literal[\n        "charge.failed",\n        "order.gone",\n    ]\n    "charge.refunded"\n',
      );
    };

    for (const packages of ['.venv/lib/python3.13/site-packages', 'venv/Lib/site-packages'])
      it(`is found in the environment of a folder above, in ${packages}`, async () => {
        await installPython(`app/${packages}`);
        const sdk = await new InstalledSdks().of(join(folder, 'app', 'shop', 'views.py'));
        assert.deepEqual(sdk, {
          name: 'stripe',
          version: '11.6.0',
          apiVersion: '2025-02-24.acacia',
          eventTypes: new Set(['charge.failed', 'order.gone']),
        });
      });

    it('is not taken for the one of JavaScript beside it, nor the other way round', async () => {
      await installPython('app/.venv/lib/python3.13/site-packages');
      await install('types/WebhookEndpointsResource.d.ts', '18.0.0');
      const sdks = new InstalledSdks();
      assert.equal((await sdks.of(join(folder, 'app', 'views.py')))?.version, '11.6.0');
      assert.equal((await sdks.of(join(folder, 'app', 'hook.js')))?.version, '18.0.0');
      assert.equal(await sdks.of(join(folder, 'app', 'hook.rb')), undefined);
    });
  });

  describe('of Go', () => {
    const file = () => join(folder, 'app', 'internal', 'hook.go');
    const sdks = () => new InstalledSdks({ GOMODCACHE: join(folder, 'modules') });
    const cached = 'modules/github.com/stripe/stripe-go/v76@v76.25.0';
    const installGo = async (path: string) => {
      await put(
        `${path}/api_version.go`,
        'package stripe\n\nconst (\n\tapiVersion string = "2023-10-16"\n)\n',
      );
      await put(
        `${path}/event.go`,
        'type EventType string\n\nconst (\n\tEventTypeChargeFailed   EventType = "charge.failed"\n\tEventTypeOrderGone EventType = "order.gone"\n)\n',
      );
    };
    const requires = (...lines: readonly string[]) =>
      put('app/go.mod', `module example.com/app\n\nrequire (\n\t${lines.join('\n\t')}\n)\n`);
    const stripe76 = 'github.com/stripe/stripe-go/v76 v76.25.0';
    const found = {
      name: 'stripe-go',
      version: '76.25.0',
      apiVersion: '2023-10-16',
      eventTypes: new Set(['charge.failed', 'order.gone']),
    };

    it('is the one that go.mod requires, in the module cache', async () => {
      await requires('golang.org/x/net v0.1.0', stripe76);
      await installGo(cached);
      assert.deepEqual(await sdks().of(file()), found);
      await put('app/go.mod', `module example.com/app\n\nrequire ${stripe76}\n`);
      assert.deepEqual(await sdks().of(file()), found);
    });

    it('is the vendored one, where there is one', async () => {
      await requires(stripe76);
      await installGo('app/vendor/github.com/stripe/stripe-go/v76');
      assert.deepEqual(await sdks().of(file()), found);
    });

    it('is read as soon as it is downloaded', async () => {
      await requires(stripe76);
      const looking = sdks();
      assert.equal(await looking.of(file()), undefined);
      await installGo(cached);
      assert.deepEqual(await looking.of(file()), found);
    });

    it('is not guessed where two are required or one is replaced', async () => {
      await installGo(cached);
      await requires(stripe76, 'github.com/stripe/stripe-go/v82 v82.5.1');
      assert.equal(await sdks().of(file()), undefined);
      await requires(stripe76, ')', 'replace (', 'github.com/stripe/stripe-go/v76 => ../fork');
      assert.equal(await sdks().of(file()), undefined);
    });
  });

  it('of PHP is the one in vendor', async () => {
    const vendored = 'app/vendor/stripe/stripe-php/lib';
    await put(`${vendored}/Stripe.php`, "<?php\nclass Stripe\n{\n    const VERSION = '17.1.0';\n}\n");
    await put(
      `${vendored}/Event.php`,
      "<?php\nclass Event extends ApiResource\n{\n    const OBJECT_NAME = 'event';\n    const CHARGE_FAILED = 'charge.failed';\n    public const ORDER_GONE = 'order.gone';\n}\n",
    );
    const file = join(folder, 'app', 'public', 'webhook.php');
    assert.equal(await new InstalledSdks().of(file), undefined, 'it is for no API version');
    await put(
      `${vendored}/Util/ApiVersion.php`,
      "<?php\nclass ApiVersion\n{\n    const CURRENT = '2025-06-30.basil';\n    const CURRENT_MAJOR = 'basil';\n}\n",
    );
    assert.deepEqual(await new InstalledSdks().of(file), {
      name: 'stripe-php',
      version: '17.1.0',
      apiVersion: '2025-06-30.basil',
      eventTypes: new Set(['charge.failed', 'order.gone']),
    });
  });

  describe('decides', () => {
    const sdk: InstalledSdk = {
      name: 'stripe',
      version: '11.0.0',
      apiVersion: '2022-11-15',
      eventTypes: new Set(['charge.failed', 'order.gone']),
    };
    const kinds = (problems: readonly Problem[], handlers: readonly Handler[]) =>
      inVersionOf(sdk, problems, handlers).map((one) => [one.kind, 'type' in one ? one.type : '']);

    it('that a type which came later is absent', () => {
      assert.deepEqual(kinds([], [handler('charge.failed'), handler('reserve.hold.created')]), [
        ['absentType', 'reserve.hold.created'],
      ]);
    });

    it('that a type which Stripe has no more is not unknown', () => {
      assert.deepEqual(kinds([unknown('order.gone'), unknown('order.lost')], []), [
        ['unknownType', 'order.lost'],
      ]);
    });

    it('nothing about thin types, patterns and names of functions', () => {
      const handlers = [
        handler('v1.billing.meter.no_meter_found'),
        handler('reserve.*', 'prefix'),
        handler('reserve.hold.created', 'name'),
      ];
      assert.deepEqual(kinds([], handlers), []);
    });
  });
});
