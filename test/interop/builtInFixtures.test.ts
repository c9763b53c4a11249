import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { FixtureRun, parseFixtureFile } from '../../src/stripe/fixtureRun.ts';
import { loadOperationCatalogue } from '../../src/stripe/loadCatalogue.ts';
import { sdkFor } from '../unit/sandbox/support/sandbox.ts';
import { testCatalogue } from '../unit/support/catalogue.ts';
import { startRealSandbox } from './support/realSandbox.ts';

const folder = new URL('../../media/fixtures/', import.meta.url);

describe('The built-in fixtures', function () {
  this.timeout(120_000);

  it('each cause an event of the type that they are named after, through the real SDK', async () => {
    const { directory, events } = await testCatalogue();
    const operations = await loadOperationCatalogue(directory);
    const types = (await readdir(fileURLToPath(folder))).map((name) => name.replace(/\.json$/, ''));
    assert.ok(types.length >= 30, `there are ${types.length}`);
    const unknown = types.filter((type) => !events.eventTypes.some((one) => one.type === type));
    assert.deepEqual(unknown, []);
    const sandbox = await startRealSandbox();
    const stripe = sdkFor(sandbox);
    const connection = { mode: 'sandbox', label: 'Sandbox' } as const;
    const problems: string[] = [];
    for (const type of types) {
      const file = parseFixtureFile(await readFile(new URL(`${type}.json`, folder), 'utf8'), type);
      const run = new FixtureRun(file, { connection, stripe, operations });
      await run.run().catch((error: unknown) => problems.push(`${type}: ${String(error)}`));
      const { data } = await stripe.events.list({ type, limit: 100 });
      if (!data.some((event) => run.caused(event))) problems.push(`${type} was not caused`);
    }
    assert.deepEqual(problems, []);
  });
});
