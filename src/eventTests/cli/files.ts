import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { HumanError } from '../../humanError.ts';
import { parseFixture, type Fixture } from '../fixture.ts';
import { fixtureFolder } from '../fixtureFolder.ts';

/** A fixture's file, and what is in it or why there is nothing. */
export interface FixtureFile {
  /** As it is shown. */
  readonly path: string;
  readonly fixture: Fixture | undefined;
  /** A sentence with the place of the mistake. */
  readonly problem: string | undefined;
}

/** The fixtures of the given files and folders, in order. Throws a `HumanError` when there are none. */
export async function fixtureFiles(paths: readonly string[]): Promise<readonly FixtureFile[]> {
  const files = (await Promise.all(paths.map(filesAt))).flat();
  if (files.length === 0) {
    const folders = paths.map((path) => join(path, ...fixtureFolder)).join(', ');
    throw new HumanError(
      `There are no fixtures in ${folders}: save an event as a test fixture first.`,
      'not-found',
    );
  }
  return Promise.all(files.map(read));
}

async function filesAt(path: string): Promise<readonly string[]> {
  const stats = await stat(path).catch((cause: unknown) => {
    throw new HumanError(`${path} cannot be read: name a folder or a fixture file.`, 'not-found', { cause });
  });
  if (!stats.isDirectory()) return [path];
  const folder = join(path, ...fixtureFolder);
  // A fixture folder itself may be named, too.
  const own = path.endsWith(join(...fixtureFolder)) ? path : folder;
  const names = await readdir(own).catch(() => []);
  return names
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => join(own, name));
}

async function read(path: string): Promise<FixtureFile> {
  const text = new TextDecoder().decode(await readFile(path));
  try {
    return { path, fixture: parseFixture(text, path), problem: undefined };
  } catch (error) {
    if (!(error instanceof HumanError)) throw error;
    return { path, fixture: undefined, problem: error.message };
  }
}
