import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Where an app has Stripe's library of its language. */
export interface Installation {
  readonly folder: string;
  /** Of the library. */
  readonly version: string;
}

/** What an installed library says of the API that it is for. */
export interface Declared {
  /** The API version that it sends, unless told otherwise. */
  readonly apiVersion: string;
  /** Every snapshot type that there is in that version. */
  readonly eventTypes: ReadonlySet<string>;
}

/** Stripe's library of a language: how it is found from a file that imports it, and where it says what there is. */
export interface Library {
  /** As its package is called. */
  readonly name: string;
  /** The ids of the languages that use it, as `languages/` has them. */
  readonly languages: readonly string[];
  /** The installation that a file uses, by its absolute path; undefined when there is none, or it can't be told which. */
  readonly find: (file: string, env: NodeJS.ProcessEnv) => Promise<Installation | undefined>;
  /** Undefined for a version that doesn't say all of it. */
  readonly read: (installation: Installation) => Promise<Declared | undefined>;
}

/** The folders that a file is in, the innermost first. */
export function* foldersOf(file: string): Generator<string> {
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    yield folder;
    if (folder === dirname(folder)) return;
  }
}

/** A file's text; undefined when it can't be read. */
export function textAt(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(() => undefined);
}

/** What the first group of a global expression matches in a text, each time. */
export function allIn(text: string | undefined, expression: RegExp): readonly string[] {
  return [...(text ?? '').matchAll(expression)].map(([, found = '']) => found);
}

/** The two together, if a library says both. */
export function declared(
  apiVersion: string | undefined,
  eventTypes: readonly string[],
): Declared | undefined {
  return apiVersion === undefined || eventTypes.length === 0
    ? undefined
    : { apiVersion, eventTypes: new Set(eventTypes) };
}
