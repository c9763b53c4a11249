/**
 * `npm test`: types, lint and formatting, then the tests of every kind; `npm test -- unit ui` runs some kinds alone.
 * The last line is `N passed, N failed`; the exit code is 0 only when nothing failed. `TEST_GREP` narrows by title.
 */
import { build } from './build.ts';
import { check } from './check.ts';
import { add, nothing, oneFailed, onePassed, sentence, type Counts } from './testing/counts.ts';
import { kinds, runKind, type KindName } from './testing/kinds.ts';

const names = Object.keys(kinds) as KindName[];

function wanted(args: readonly string[]): readonly KindName[] {
  const unknown = args.filter((arg) => !names.includes(arg as KindName));
  if (unknown.length > 0)
    throw new Error(`No such kind of tests: ${unknown.join(', ')}; try ${names.join(', ')}.`);
  return args.length > 0 ? (args as KindName[]) : names;
}

async function builds(): Promise<boolean> {
  return build().then(
    () => true,
    (error: unknown) => {
      console.log(`✘ The extension did not build: ${error instanceof Error ? error.message : String(error)}`);
      return false;
    },
  );
}

function heading(title: string): void {
  console.log(`\n── ${title} ──`);
}

const args = process.argv.slice(2);
const selected = wanted(args);
const summary: (readonly [title: string, counts: Counts])[] = [];
if (args.length === 0) {
  heading('types, lint, formatting');
  summary.push(['check', check() ? onePassed : oneFailed('types, lint, formatting')]);
}
heading('build');
const isBuilt = await builds();
summary.push(['build', isBuilt ? onePassed : oneFailed('the build of the extension')]);
for (const name of selected) {
  heading(name);
  summary.push([name, await runKind(name, isBuilt)]);
}
heading('summary');
for (const [title, counts] of summary) console.log(`${title.padEnd(8)} ${sentence(counts)}`);
const total = summary.map(([, counts]) => counts).reduce(add, nothing);
for (const title of total.skipped) console.log(`skipped: ${title}`);
for (const title of total.failedOnce) console.log(`failed once, so its file was run again: ${title}`);
for (const title of total.failed) console.log(`failed: ${title}`);
console.log(sentence(total));
process.exitCode = total.failed.length > 0 ? 1 : 0;
