/**
 * Generates the event catalogue from the `stripe` SDK's type declarations: `npm run build` calls it.
 * Writes `out/catalogue/events.json` (EventCatalogue) and `out/catalogue/schemas.json` (SchemaCatalogue).
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

/** Generates the catalogue unless it is newer than the SDK and the generator. */
export async function generateCatalogue(): Promise<void> {
  if (await isFresh()) return;
  // The compiler takes a quarter of a second to load: only when there is something to do.
  const { generate } = await import('./catalogue/generate.ts');
  const { events, schemas } = generate(sdk);
  await mkdir(catalogueFolder, { recursive: true });
  await replace('schemas.json', schemas);
  await replace('events.json', events);
}

/** Several test processes may generate at once: a file is whole or not there. */
async function replace(name: string, content: unknown): Promise<void> {
  const file = join(catalogueFolder, name);
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, JSON.stringify(content));
  await rename(draft, file);
}

/** npm gives every file of a package the same old date, so the SDK's version decides, not its age. */
async function isFresh(): Promise<boolean> {
  const parts = (await readdir(generator)).map((name) => join(generator, name));
  const newest = Math.max(...(await Promise.all([fileURLToPath(import.meta.url), ...parts].map(modified))));
  const results = ['schemas.json', 'events.json'].map((name) => join(catalogueFolder, name));
  const oldest = Math.min(...(await Promise.all(results.map(modified))));
  return oldest > newest && (await generatedFrom()) === (await installed());
}

async function generatedFrom(): Promise<string> {
  const events = await readFile(join(catalogueFolder, 'events.json'), 'utf8');
  return (JSON.parse(events) as EventCatalogue).sdkVersion;
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
