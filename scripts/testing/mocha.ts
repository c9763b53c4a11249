/** Runs test files with mocha in this process, be it plain Node or an extension host. */
import { writeFile } from 'node:fs/promises';
import { glob } from 'node:fs/promises';
import { join } from 'node:path';
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
}

/** Runs the tests, prints each, and leaves the counts in a file, which a crash leaves unwritten. */
export async function runMocha({ folder, files, results, timeout }: MochaRun): Promise<Counts> {
  const mocha = new Mocha({ ui: 'bdd', reporter: 'spec', timeout, grep: process.env['TEST_GREP'] });
  const found = await Array.fromAsync(glob(files, { cwd: folder }));
  for (const file of found.sort()) mocha.addFile(join(folder, file));
  await mocha.loadFilesAsync();
  const counts = await new Promise<Counts>((resolve) => {
    const runner = mocha.run(() => {
      const { passes = 0, failures = 0, pending = 0 } = runner.stats ?? {};
      resolve({ passed: passes, failed: failures, skipped: pending });
    });
  });
  await writeFile(results, JSON.stringify(counts));
  return counts;
}
