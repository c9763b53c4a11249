/** Runs test files with mocha in this process, be it plain Node or an extension host. */
import { glob, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { format } from 'node:util';
import Mocha from 'mocha';
import { add, nothing, oneFailed, onePassed, sum, type Counts, type FileCounts } from './counts.ts';

export interface MochaRun {
  readonly folder: string;
  /** Pattern of the test files, below `folder`. */
  readonly files: string;
  /** Where the counts of each test file are written when the run has ended. */
  readonly results: string;
  /** Milliseconds after which a test counts as hanging. */
  readonly timeout: number;
  /** Where the report goes; standard output without it. */
  readonly print?: (text: string) => void;
}

/** Runs the tests, prints each, and leaves the counts of each file in `results`, which a crash leaves unwritten. */
export async function runMocha(options: MochaRun): Promise<Counts> {
  const { folder, files, results, timeout, print = console.log } = options;
  Mocha.reporters.Base.consoleLog = (...args: unknown[]) => print(format(...args));
  const mocha = new Mocha({ ui: 'bdd', reporter: 'spec', timeout, grep: process.env['TEST_GREP'] });
  const found: string[] = [];
  for await (const file of glob(files, { cwd: folder })) found.push(join(folder, file));
  for (const file of found.sort()) mocha.addFile(file);
  await mocha.loadFilesAsync();
  const counts = new Map<string, Counts>();
  const note = (of: { readonly file?: string }, one: Counts) => {
    const file = relative(folder, of.file ?? folder);
    counts.set(file, add(counts.get(file) ?? nothing, one));
  };
  await new Promise<void>((resolve) => {
    mocha
      .run(() => resolve())
      .on('pass', (test) => note(test, onePassed))
      .on('fail', (test, error: unknown) => note(test, oneFailed(test.fullTitle(), messageOf(error))))
      .on('pending', (test) => note(test, { ...nothing, skipped: [test.fullTitle()] }));
  });
  await writeFile(results, JSON.stringify(Object.fromEntries(counts) satisfies FileCounts));
  return sum(counts.values());
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
