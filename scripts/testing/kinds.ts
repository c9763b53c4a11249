/** The kinds of tests, each run apart, so that a crash or a hang of one leaves the others alone. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from '../build.ts';
import { ensureBrowser } from '../setup/browser.ts';
import { ensureStripeCli } from '../setup/stripeCli.ts';
import { ensureVsCodeServer } from '../setup/vscodeServer.ts';
import { runNode } from './child.ts';
import { add, oneFailed, type Counts } from './counts.ts';

const limitMs = 40 * 60_000;
const second = 1_000;

interface Kind {
  /** Installs what the tests need beyond the project's packages. */
  readonly setUp: readonly (() => Promise<unknown>)[];
  /** The script that runs them, with its arguments; it writes the counts to the file named last. */
  readonly command: (results: string) => readonly string[];
  /** True when the bundled extension is needed. */
  readonly needsBuild: boolean;
}

const script = (name: string) => fileURLToPath(new URL(name, import.meta.url));

function inPlainNode(kind: string, timeout: number) {
  return (results: string) => [
    script('mochaChild.ts'),
    join(root, 'test', kind),
    '**/*.test.ts',
    results,
    `${timeout}`,
  ];
}

export const kinds = {
  // VS Code's own ripgrep comes with the server.
  unit: { setUp: [ensureVsCodeServer], command: inPlainNode('unit', 30 * second), needsBuild: false },
  interop: { setUp: [ensureStripeCli], command: inPlainNode('interop', 60 * second), needsBuild: false },
  host: { setUp: [], command: (results) => [script('host.ts'), results], needsBuild: true },
  ui: {
    setUp: [ensureVsCodeServer, ensureBrowser],
    command: inPlainNode('ui', 180 * second),
    needsBuild: true,
  },
} as const satisfies Record<string, Kind>;

export type KindName = keyof typeof kinds;

/** Runs one kind and gives its counts. What kept tests from running counts as one failed, and is printed. */
export async function runKind(name: KindName, isBuilt: boolean): Promise<Counts> {
  const kind: Kind = kinds[name];
  if (kind.needsBuild && !isBuilt) return didNotRun(name, 'the extension did not build');
  const folder = await mkdtemp(join(tmpdir(), `stripe-webhooks-${name}-`));
  const results = join(folder, 'results.json');
  try {
    for (const setUp of kind.setUp) await setUp();
    const args = ['--disable-warning=ExperimentalWarning', ...kind.command(results)];
    const code = await runNode(args, { cwd: root, limitMs });
    const counts = await readCounts(results);
    if (!counts) return didNotRun(name, `they ended with exit code ${code} before the last one`);
    if (counts.passed + counts.failed + counts.skipped.length === 0) return didNotRun(name, 'there are none');
    if (code !== 0 && counts.failed === 0)
      return add(counts, didNotRun(name, `they passed but their process ended with exit code ${code}`));
    return counts;
  } catch (error) {
    return didNotRun(name, error instanceof Error ? error.message : String(error));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function readCounts(file: string): Promise<Counts | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as Counts);
}

function didNotRun(name: KindName, reason: string): Counts {
  console.log(`✘ The ${name} tests failed as a whole: ${reason}.`);
  return oneFailed;
}
