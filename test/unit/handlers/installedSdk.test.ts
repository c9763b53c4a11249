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

  describe('decides', () => {
    const sdk: InstalledSdk = {
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
