import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { EventCatalogue, SchemaCatalogue } from './catalogue.ts';
import type { OperationCatalogue } from './operations.ts';

const loaded = new Map<string, Promise<unknown>>();

/**
 * The event types, from the folder that holds `events.json` (`dist/catalogue` in the extension).
 * Read once per folder; rejects with a sentence when the file is missing or damaged.
 */
export function loadEventCatalogue(directory: string): Promise<EventCatalogue> {
  return load<EventCatalogue>(directory, 'events.json');
}

/** The object schemas, from the same folder's `schemas.json` (2 MB): load them only when they are needed. */
export function loadSchemaCatalogue(directory: string): Promise<SchemaCatalogue> {
  return load<SchemaCatalogue>(directory, 'schemas.json');
}

/** The calls of API v1, from the same folder's `operations.json`: load them only when they are needed. */
export function loadOperationCatalogue(directory: string): Promise<OperationCatalogue> {
  return load<OperationCatalogue>(directory, 'operations.json');
}

function load<T>(directory: string, name: string): Promise<T> {
  const file = resolve(join(directory, name));
  const known = loaded.get(file);
  if (known) return known as Promise<T>;
  const promise = read<T>(file);
  loaded.set(file, promise);
  // A failure is not kept: the next caller finds the file that was built meanwhile.
  promise.catch(() => loaded.delete(file));
  return promise;
}

async function read<T>(file: string): Promise<T> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as T;
  } catch (cause) {
    const what = cause instanceof SyntaxError ? 'is damaged' : 'cannot be read';
    throw new Error(`The event catalogue ${file} ${what}; run "npm run build" or reinstall the extension.`, {
      cause,
    });
  }
}
