/** Runs test files with mocha in this process, be it plain Node or an extension host. */
import { glob, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format } from 'node:util';
import Mocha from 'mocha';
import type { Counts } from './counts.ts';

export interface MochaRun {
  readonly folder: string;
  /** Pattern of the test files, below `folder`. */
  readonly files: string;
  /** Where the counts are written when the run has ended. */
  readonly results: string;
  /** Milliseconds after which a test counts as hanging. */
  readonly timeout: number;
  /** Where the report goes; standard output without it. */
  readonly print?: (text: string) => void;
}

/** Runs the tests, prints each, and leaves the counts in a file, which a crash leaves unwritten. */
export async function runMocha(options: MochaRun): Promise<Counts> {
  const { folder, files, results, timeout, print = console.log } = options;
  Mocha.reporters.Base.consoleLog = (...args: unknown[]) => print(format(...args));
  const mocha = new Mocha({ ui: 'bdd', reporter: 'spec', timeout, grep: process.env['TEST_GREP'] });
  const found: string[] = [];
  for await (const file of glob(files, { cwd: folder })) found.push(join(folder, file));
  for (const file of found.sort()) mocha.addFile(file);
  await mocha.loadFilesAsync();
  const counts = await new Promise<Counts>((resolve) => {
    const skipped: string[] = [];
    const runner = mocha.run(() => {
      const { passes = 0, failures = 0 } = runner.stats ?? {};
      resolve({ passed: passes, failed: failures, skipped });
    });
    runner.on('pending', (test) => skipped.push(test.fullTitle()));
  });
  await writeFile(results, JSON.stringify(counts));
  return counts;
}
