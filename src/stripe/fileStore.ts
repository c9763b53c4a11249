import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { KeyValueStore } from './storage.ts';

/**
 * Values in a JSON file of their own, for what must not be lost: `vscode.Memento` says that a value is stored up to
 * 100 ms before it is on the disk, and shows a window nothing of what another one has stored since. Writing is not
 * interrupted, so that two windows do not undo each other's changes. A damaged file is set aside.
 */
export class FileStore implements KeyValueStore {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  get<T>(key: string): T | undefined {
    return this.#read()[key] as T | undefined;
  }

  /** A crash leaves the old values or the new ones. Rejects with what the file system throws. */
  update(key: string, value: unknown): Promise<void> {
    return new Promise((resolve) => resolve(this.#write({ ...this.#read(), [key]: value })));
  }

  #write(values: Readonly<Record<string, unknown>>): void {
    mkdirSync(dirname(this.#file), { recursive: true });
    const descriptor = openSync(`${this.#file}.new`, 'w');
    try {
      writeSync(descriptor, JSON.stringify(values));
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(`${this.#file}.new`, this.#file);
  }

  #read(): Readonly<Record<string, unknown>> {
    try {
      return JSON.parse(readFileSync(this.#file, 'utf8')) as Readonly<Record<string, unknown>>;
    } catch (error) {
      if (error instanceof SyntaxError) renameSync(this.#file, `${this.#file}.damaged`);
      else if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      return {};
    }
  }
}
