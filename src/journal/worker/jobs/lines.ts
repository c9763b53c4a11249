import { closeSync, openSync, readSync } from 'node:fs';

/** A line of a file, without its end. */
export interface Line {
  /** Counts from 1. */
  readonly number: number;
  /** Undefined when the line is too long to be read. */
  readonly text: string | undefined;
  /** Where in the file the line ends, in bytes. */
  readonly end: number;
}

const CHUNK = 256 * 1024;

/** Longer than any receipt with its attempts: a line of this length is something else. */
const LONGEST = 32 * 1024 * 1024;

const LINE_END = 10;

/** The lines of a file, read piece by piece. Throws what the file system throws. */
export function* linesOf(file: string): Generator<Line> {
  const descriptor = openSync(file, 'r');
  try {
    const chunk = Buffer.allocUnsafe(CHUNK);
    let parts: Buffer[] = [];
    let length = 0;
    let number = 1;
    let position = 0;
    const take = (part: Buffer) => {
      length += part.length;
      if (length <= LONGEST) parts.push(Buffer.from(part));
      else parts = [];
    };
    const line = (): Line => {
      const text = length > LONGEST ? undefined : Buffer.concat(parts).toString('utf8');
      parts = [];
      length = 0;
      return { number: number++, text, end: position };
    };
    for (let read; (read = readSync(descriptor, chunk, 0, CHUNK, null)) > 0;) {
      const begin = position;
      for (let start = 0; start < read;) {
        const found = chunk.subarray(0, read).indexOf(LINE_END, start);
        const end = found < 0 ? read : found;
        take(chunk.subarray(start, end));
        start = end + 1;
        position = begin + Math.min(start, read);
        if (found >= 0) yield line();
      }
    }
    if (length > 0) yield line();
  } finally {
    closeSync(descriptor);
  }
}
