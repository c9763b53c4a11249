/** The kinds of tests, each run apart, so that a crash or a hang of one leaves the others alone. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from '../build.ts';
import { ensureBrowser } from '../setup/browser.ts';
import { ensureStripeCli } from '../setup/stripeCli.ts';
import { ensureOldestVsCodeServer } from '../setup/oldestVscodeServer.ts';
import { ensureVsCodeServer } from '../setup/vscodeServer.ts';
import { runNode } from './child.ts';
import { oneFailed, sum, type Counts, type FileCounts } from './counts.ts';

const limitMs = 40 * 60_000;
const second = 1_000;
/** More files than these that fail are no accident. */
const mostAgain = 4;

interface Kind {
  /** Installs what the tests need beyond the project's packages. */
  readonly setUp: readonly (() => Promise<unknown>)[];
  /** The script that runs them, with its arguments; it writes the counts of each test file to `results`. */
  readonly command: (results: string, files?: string) => readonly string[];
  /** True when the bundled extension is needed. */
  readonly needsBuild: boolean;
  /**
   * True when a test file that failed is run once more, in a fresh window, and said by name: a browser, a server and an
   * extension host on a busy machine stumble now and then, and one such stumble of many tests is not a defect.
   */
  readonly again?: boolean;
}

const script = (name: string) => fileURLToPath(new URL(name, import.meta.url));

function inPlainNode(kind: string, timeout: number) {
  return (results: string, files = '**/*.test.ts') => [
    script('mochaChild.ts'),
    join(root, 'test', kind),
    files,
    results,
    `${timeout}`,
  ];
}

/** Without it, only the tests that run in it fail. */
async function oldestIfItCanBeHad(): Promise<void> {
  await ensureOldestVsCodeServer().catch((error: unknown) => console.error(error));
}

export const kinds = {
  // VS Code's own ripgrep comes with the server.
  unit: { setUp: [ensureVsCodeServer], command: inPlainNode('unit', 30 * second), needsBuild: false },
  interop: { setUp: [ensureStripeCli], command: inPlainNode('interop', 60 * second), needsBuild: false },
  host: {
    setUp: [],
    command: (results, files = '**/*.test.mjs') => [script('host.ts'), results, files],
    needsBuild: true,
    again: true,
  },
  ui: {
    setUp: [ensureVsCodeServer, ensureBrowser, oldestIfItCanBeHad],
    command: inPlainNode('ui', 180 * second),
    needsBuild: true,
    again: true,
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
    const first = await runFiles(name, results);
    const failed = Object.keys(first).filter((file) => (first[file]?.failed.length ?? 0) > 0);
    if (!kind.again || failed.length === 0 || failed.length > mostAgain) return sum(Object.values(first));
    console.log(`\nFailed once, so run again: ${failed.join(', ')}`);
    const again = await runFiles(name, results, failed.length > 1 ? `{${failed.join(',')}}` : failed[0]);
    const failedOnce = sum(Object.values(first)).failed;
    return { ...sum(Object.values({ ...first, ...again })), failedOnce };
  } catch (error) {
    return didNotRun(name, error instanceof Error ? error.message : String(error));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Runs the test files of a kind. Throws a sentence when they did not come to an end. */
async function runFiles(name: KindName, results: string, files?: string): Promise<FileCounts> {
  const kind: Kind = kinds[name];
  const args = ['--disable-warning=ExperimentalWarning', ...kind.command(results, files)];
  await rm(results, { force: true });
  const code = await runNode(args, { cwd: root, limitMs });
  const text = await readFile(results, 'utf8').catch(() => undefined);
  if (text === undefined) throw new Error(`they ended with exit code ${code} before the last one`);
  const counts = JSON.parse(text) as FileCounts;
  const { passed, failed, skipped } = sum(Object.values(counts));
  if (passed + failed.length + skipped.length === 0) throw new Error('there are none');
  if (code !== 0 && failed.length === 0)
    return { ...counts, '': didNotRun(name, `they passed but their process ended with exit code ${code}`) };
  return counts;
}

function didNotRun(name: KindName, reason: string): Counts {
  const failure = oneFailed(`the ${name} tests as a whole`, reason);
  console.log(`✘ ${failure.failed.join()}`);
  return failure;
}
