import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isOnPath } from '../../scripts/setup/commands.ts';
import { InstalledSdks, inVersionOf, type InstalledSdk } from '../../src/handlers/installedSdk.ts';
import { testCatalogue } from '../unit/support/catalogue.ts';
import { prepareStack, run } from './support/stubs/stacks.ts';

/** Came in 2026. */
const late = 'reserve.hold.created';

describe('Stripe’s libraries as their package managers install them', function () {
  this.timeout(300_000);
  let folder: string;
  beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'sdks-'))));
  afterEach(async () => {
    // What Go downloads is read-only.
    if (isOnPath('go')) await run('go', ['clean', '-modcache'], { env: goEnv() });
    await rm(folder, { recursive: true });
  });
  const goEnv = () => ({ ...process.env, GOMODCACHE: join(folder, 'modules') });

  it('Python: the newest says what the catalogue says', async function () {
    if (!isOnPath('python3')) this.skip();
    const stack = await prepareStack('python');
    await assertIsLikeCatalogue(await new InstalledSdks().of(join(stack, 'handlers', 'views.py')));
  });

  it('Python: an older one has an older API version, without what came later', async function () {
    if (!isOnPath('python3')) this.skip();
    await run('python3', ['-m', 'venv', join(folder, '.venv')]);
    const pip = join(folder, '.venv', 'bin', 'pip');
    await run(pip, ['install', '-q', '--no-deps', 'stripe==11.6.0'], { cwd: folder });
    const sdk = await new InstalledSdks().of(join(folder, 'views.py'));
    assert.deepEqual([sdk?.name, sdk?.version, sdk?.apiVersion], ['stripe', '11.6.0', '2025-02-24.acacia']);
    assertIsAbsent(sdk);
  });

  it('Go: the newest says what the catalogue says', async function () {
    if (!isOnPath('go')) this.skip();
    const stack = await prepareStack('go');
    await assertIsLikeCatalogue(await new InstalledSdks().of(join(stack, 'handlers', 'hook.go')));
  });

  it('Go: an older one has an older API version, without what came later', async function () {
    if (!isOnPath('go')) this.skip();
    const manifest =
      'module example.com/app\n\ngo 1.20\n\nrequire github.com/stripe/stripe-go/v76 v76.25.0\n';
    await writeFile(join(folder, 'go.mod'), manifest);
    await run('go', ['mod', 'download'], { cwd: folder, env: goEnv() });
    const sdk = await new InstalledSdks(goEnv()).of(join(folder, 'hook.go'));
    assert.deepEqual([sdk?.name, sdk?.version, sdk?.apiVersion], ['stripe-go', '76.25.0', '2023-10-16']);
    assertIsAbsent(sdk);
  });
});

/** Of about the same age as the JavaScript library that the catalogue is made of, it has nearly the same types. */
async function assertIsLikeCatalogue(sdk: InstalledSdk | undefined): Promise<void> {
  assert.ok(sdk);
  const { events } = await testCatalogue();
  const types = events.eventTypes.map(({ type }) => type).filter((type) => !/^v\d/.test(type));
  const shared = types.filter((type) => sdk.eventTypes.has(type));
  assert.match(sdk.apiVersion, /^2026-\d\d-\d\d\.\w+$/);
  assert.ok(shared.length >= 0.9 * types.length, `${shared.length} of ${types.length}`);
  assert.ok(sdk.eventTypes.size <= 1.1 * types.length, `${sdk.eventTypes.size} to ${types.length}`);
}

function assertIsAbsent(sdk: InstalledSdk | undefined): void {
  assert.ok(sdk);
  const place = { line: 0, column: 0, endLine: 0, endColumn: 1 };
  const handlers = ['invoice.paid', late].map(
    (eventType) => ({ file: 'a', eventType, form: 'case', ...place }) as const,
  );
  assert.deepEqual(
    inVersionOf(sdk, [], handlers).map((problem) => [problem.kind, 'type' in problem && problem.type]),
    [['absentType', late]],
  );
}
