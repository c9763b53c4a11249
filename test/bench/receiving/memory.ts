import { setTimeout as wait } from 'node:timers/promises';

/** Resident memory after garbage collection, in bytes. */
export async function memory(): Promise<number> {
  for (let round = 0; round < 3; round++) {
    globalThis.gc?.();
    await wait(100);
  }
  return process.memoryUsage.rss();
}
