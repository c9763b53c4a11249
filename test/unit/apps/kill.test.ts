import assert from 'node:assert/strict';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Journal } from '../../../src/journal/journal.ts';
import { bundledProcess } from '../journal/support/bundledProcess.ts';
import { cleanUp, newFile, worker } from '../journal/support/journals.ts';

/** How often a process is killed while its apps run. */
const KILLS = Number(process.env['APP_KILLS'] ?? 15);

function start(script: string, file: string, order: 'receive' | 'finish'): ChildProcess {
  return fork(script, [file, order], { execArgv: ['--disable-warning=ExperimentalWarning'] });
}

/** The numbers of the receipts that an app was run with, in the order of its runs. */
async function ranWith(file: string, app: string): Promise<readonly number[]> {
  const text = await readFile(join(dirname(file), app), 'utf8');
  return text.trimEnd().split('\n').map(Number);
}

describe(`Apps, their process killed ${KILLS} times under load`, () => {
  afterEach(cleanUp);

  it('have each got every event that was committed and that they wanted', async function () {
    this.timeout(KILLS * 10_000 + 60_000);
    const file = await newFile();
    const script = await bundledProcess(file, 'apps/support/appsProcess.ts');
    let committed = 0;
    for (let round = 0; round < KILLS; round++) {
      const child = start(script, file, 'receive');
      const exited = once(child, 'exit');
      child.on('message', (count: number) => void (committed = Math.max(committed, count)));
      await once(child, 'message');
      setTimeout(() => child.kill('SIGKILL'), Math.random() * 500);
      const [, signal] = (await exited) as [number | null, string | null];
      assert.equal(signal, 'SIGKILL');
    }
    const last = start(script, file, 'finish');
    const [code] = (await once(last, 'exit')) as [number];
    assert.equal(code, 0);

    const journal = await Journal.open(file, worker);
    const wanted = new Map<string, number[]>([
      ['all', []],
      ['invoices', []],
    ]);
    for (let before: number | undefined; ;) {
      const page = await journal.list({ limit: 500, ...(before !== undefined && { before }) });
      for (const { id, event, verdict } of page) {
        if (verdict.outcome !== 'verified') continue;
        wanted.get('all')?.push(id);
        if (event?.type === 'invoice.paid') wanted.get('invoices')?.push(id);
      }
      before = page.at(-1)?.id;
      if (before === undefined) break;
    }
    await journal.close();
    const all = wanted.get('all') ?? [];
    assert.ok(committed > 0 && (all[0] ?? 0) >= committed, 'what was said to be committed is in the journal');
    for (const [app, ids] of wanted) {
      const got = await ranWith(file, app);
      const reached = new Set(got);
      assert.deepEqual(
        ids.filter((id) => !reached.has(id)),
        [],
        `${app} has not got these`,
      );
      assert.deepEqual(
        [...reached].filter((id) => !ids.includes(id)),
        [],
        `${app} did not want these`,
      );
      // Some come twice: those that were run after the place was last kept. Not the journal all over again.
      assert.ok(got.length < 2 * ids.length, `${app} was run ${got.length} times for ${ids.length} events`);
    }
  });
});
