import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sandboxConnection } from '../../../src/stripe/connection.ts';
import { World } from './support/machine.ts';
import { bootFromFiles } from './support/rollFiles.ts';

const child = join(import.meta.dirname, 'support', 'rollChild.ts');
const input = { url: 'http://localhost:4242/webhook', events: ['invoice.paid'] };

/** Where a process is killed: at its n-th request to Stripe or its n-th write. */
interface Kill {
  readonly at: number;
  readonly what: 'request' | 'write';
  readonly when: 'before' | 'after';
}

describe('rolling a secret in a process that is killed', () => {
  let world: World;
  let directory: string;
  let kills = 0;
  let compiled: string;
  before(() => {
    compiled = mkdtempSync(join(tmpdir(), 'rolls-compiled-'));
  });
  after(() => {
    rmSync(compiled, { recursive: true });
    console.log(`      ${kills} processes were killed`);
  });
  beforeEach(async () => {
    world = await new World().open();
    directory = mkdtempSync(join(tmpdir(), 'rolls-'));
  });
  afterEach(async () => {
    await world.close();
    rmSync(directory, { recursive: true });
  });

  const boot = () => bootFromFiles(directory, world.wire.baseUrl, world.key);

  /** Runs a process; gives whether it was killed. Any other failure is one of the test. */
  async function run(endpointId: string, steps: string, kill: Kill): Promise<boolean> {
    const own = kill.what === 'write' ? [String(kill.at), kill.when] : [];
    const args = [child, directory, world.wire.baseUrl, world.key, endpointId, steps, ...own];
    const started = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...args], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, NODE_COMPILE_CACHE: compiled },
    });
    let errors = '';
    started.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    let requests = 0;
    world.wire.onHang = () => started.kill('SIGKILL');
    world.wire.fate = () => {
      const last = ++requests === kill.at && kill.what === 'request';
      return last ? `hang-${kill.when}` : 'pass';
    };
    const [code, signal] = await new Promise<[number | null, string | null]>((resolve) =>
      started.on('close', (code, signal) => resolve([code, signal])),
    );
    world.wire.fate = () => 'pass';
    assert.ok(signal === 'SIGKILL' || code === 0, errors);
    if (signal === 'SIGKILL') kills++;
    return signal === 'SIGKILL';
  }

  /** One endpoint, enabled, whose true secret is the only one known, and no roll. */
  async function assertWhole(): Promise<void> {
    const { rolls, signingSecrets } = boot();
    assert.deepEqual(rolls.pending(), []);
    const [only, ...others] = await world.atStripe();
    assert.deepEqual(others, []);
    assert.equal(only?.status, 'enabled');
    assert.deepEqual(only.metadata, {});
    const known = await signingSecrets.all();
    const signing = world.sandbox.signingSecrets();
    assert.deepEqual(
      known.map(({ endpointId, secret }) => ({ endpointId, secret })),
      signing,
    );
  }

  /** What was done before, in a process that lived, and then in the one that is killed. */
  const scenarios = [
    { name: 'overlap', before: [], steps: 'hour,finish', end: 'finish' },
    { name: 'switch', before: ['begin'], steps: 'confirm,finish', end: 'finish' },
    { name: 'undo', before: ['begin', 'confirm'], steps: 'undo', end: 'undo' },
  ] as const;

  for (const { name, before, steps, end } of scenarios)
    it(`is over after a restart, with one endpoint and its secret, wherever it was killed: ${name}`, async () => {
      const { endpoints } = boot();
      for (const what of ['request', 'write'] as const)
        for (let at = 1; ; at++) {
          for (const { id } of await world.atStripe()) await endpoints.delete(sandboxConnection, id);
          const old = await endpoints.create(sandboxConnection, input);
          for (const word of before) {
            const { rolls } = boot();
            if (word === 'begin') await rolls.begin(sandboxConnection, old, { way: 'switch' });
            else await rolls.confirm(rolls.pending()[0]?.id ?? '');
          }
          // A request is killed once it has taken effect, a write before it does: the two places where most can be lost.
          const when = what === 'request' ? 'after' : 'before';
          const killed = await run(old.id, steps, { at, what, when });
          assert.ok((await world.atStripe()).some(({ status }) => status === 'enabled'));
          const { rolls } = boot();
          await rolls.resumePending();
          const [roll] = rolls.pending();
          if (roll) await rolls[end](roll.id);
          await assertWhole();
          if (!killed) break;
        }
    }).timeout(0);

  it('takes a secret pasted again after a restart wherever it was killed: Dashboard', async () => {
    const { endpoints } = boot();
    for (let at = 1; ; at++) {
      for (const { id } of await world.atStripe()) await endpoints.delete(sandboxConnection, id);
      const { id } = await endpoints.create(sandboxConnection, input);
      const secret = world.sandbox.rollSecret(id);
      const killed = await run(id, `dashboard,${secret},finish`, { at, what: 'write', when: 'after' });
      const { rolls } = boot();
      await rolls.resumePending();
      if (killed && rolls.pending()[0]?.state.name === 'awaitingSecret')
        await rolls.provideSecret(rolls.pending()[0]?.id ?? '', secret);
      const [roll] = rolls.pending();
      if (roll) await rolls.finish(roll.id);
      await assertWhole();
      if (!killed) break;
    }
  }).timeout(0);
});
