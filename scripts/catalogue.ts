/**
 * Generates the event catalogue from the `stripe` SDK's type declarations: `npm run build` calls it.
 * Writes `events.json` (EventCatalogue), `schemas.json` (SchemaCatalogue) and `operations.json` (OperationCatalogue)
 * into `out/catalogue/`.
 */
import { mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { EventCatalogue } from '../src/stripe/catalogue.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const sdk = join(root, 'node_modules', 'stripe');
const generator = join(root, 'scripts', 'catalogue');

/** The folder that `generateCatalogue` fills. */
export const catalogueFolder = join(root, 'out', 'catalogue');

/** Generates the catalogue unless the one in `folder` is of the installed SDK and newer than the generator. */
export async function generateCatalogue(folder = catalogueFolder): Promise<void> {
  if (await isFresh(folder)) return;
  // The compiler takes a quarter of a second to load: only when there is something to do.
  const { generate } = await import('./catalogue/generate.ts');
  const { events, schemas, operations } = generate(sdk);
  await mkdir(folder, { recursive: true });
  await replace(join(folder, 'schemas.json'), schemas);
  await replace(join(folder, 'operations.json'), operations);
  await replace(join(folder, 'events.json'), events);
}

/** Several test processes may generate at once: a file is whole or not there. */
async function replace(file: string, content: unknown): Promise<void> {
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, JSON.stringify(content));
  await rename(draft, file);
}

/** npm gives every file of a package the same old date, so the SDK's version decides, not its age. */
async function isFresh(folder: string): Promise<boolean> {
  const parts = (await readdir(generator)).map((name) => join(generator, name));
  const newest = Math.max(...(await Promise.all([fileURLToPath(import.meta.url), ...parts].map(modified))));
  const results = ['schemas.json', 'operations.json', 'events.json'].map((name) => join(folder, name));
  const oldest = Math.min(...(await Promise.all(results.map(modified))));
  return oldest > newest && (await generatedFrom(folder)) === (await installed());
}

/** The SDK's version; undefined when the file is damaged. */
async function generatedFrom(folder: string): Promise<string | undefined> {
  try {
    return (JSON.parse(await readFile(join(folder, 'events.json'), 'utf8')) as EventCatalogue).sdkVersion;
  } catch {
    return undefined;
  }
}

async function installed(): Promise<string> {
  return (JSON.parse(await readFile(join(sdk, 'package.json'), 'utf8')) as { version: string }).version;
}

/** Milliseconds since the epoch; 0 when there is no such file. */
async function modified(file: string): Promise<number> {
  return stat(file).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
}

if (import.meta.main) await generateCatalogue();
