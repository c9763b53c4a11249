import { closeSync, openSync, readSync } from 'node:fs';

/** Longer files are generated or bundled, not written: they are left out. Bytes. */
const LONGEST_FILE = 1024 * 1024;

// One buffer for all: reading many small files is twice as fast this way.
const buffer = Buffer.allocUnsafe(LONGEST_FILE + 1);

/** A file's text; undefined when it can't be read or is too long. */
export function readSource(file: string): string | undefined {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, 'r');
    let length = 0;
    for (let read = -1; read !== 0 && length < buffer.length; length += read)
      read = readSync(descriptor, buffer, length, buffer.length - length, null);
    return length > LONGEST_FILE ? undefined : buffer.toString('utf8', 0, length);
  } catch {
    return undefined;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}
