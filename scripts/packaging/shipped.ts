/** What may be in the package: what `.vscodeignore` names. Everything else is left out. */
import { readFileSync } from 'node:fs';
import { join, matchesGlob } from 'node:path';
import { root } from '../build.ts';

/** The list that the packager reads too. */
export const allowList: string = join(root, '.vscodeignore');

const patterns = readFileSync(allowList, 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('!'))
  .map((line) => line.slice(1));

const made = ['package.json', 'ThirdPartyNotices.txt', 'sbom.cdx.json'];

/** The patterns of what is copied from the repository as it is. */
export const copied: readonly string[] = patterns.filter(
  (pattern) => !made.includes(pattern) && !pattern.startsWith('dist/'),
);

/** Compares files, relative to the package's root, with what may be there. */
export function compareWithAllowed(files: readonly string[]): {
  readonly unexpected: readonly string[];
  /** Patterns that no file matches. */
  readonly missing: readonly string[];
} {
  return {
    unexpected: files.filter((file) => !patterns.some((pattern) => matchesGlob(file, pattern))),
    missing: patterns.filter((pattern) => !files.some((file) => matchesGlob(file, pattern))),
  };
}
