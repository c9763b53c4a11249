import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Fault } from './faults.ts';
import type { Routable } from './deliverable.ts';

/** A delivery that is not settled: waiting for its turn or for its next try. */
export interface PendingDelivery extends Routable {
  readonly targetId: string;
  /** Tries that failed so far. */
  readonly attempts: number;
  /** Of its next try, in milliseconds since the Unix epoch; undefined: as soon as possible. */
  readonly dueAt?: number | undefined;
  readonly fault?: Fault | undefined;
}

/** Keeps unsettled deliveries over a restart. */
export interface PendingStore {
  /** What earlier runs left; from now on it is this run's. */
  takeOver(): Promise<readonly PendingDelivery[]>;
  /** Says that what is pending changed; `read` is called when it is written. */
  changed(read: () => readonly PendingDelivery[]): void;
  /** Resolves when what was said to have changed is written. */
  flush(): Promise<void>;
}

// How long changes are gathered. A long list costs time to write, so it is written less often.
const pauseMs = 300;
const pausePerWriting = 20;

/**
 * Unsettled deliveries in a folder, one file a process: several windows may share it. What a process left that is no
 * longer running belongs to whoever renames its file first.
 */
export class PendingFile implements PendingStore {
  readonly #folder: string;
  readonly #file: string;
  #read: (() => readonly PendingDelivery[]) | undefined;
  #saving: Promise<void> | undefined;
  #wake: (() => void) | undefined;
  #flushing = false;

  readonly #onError: (error: unknown) => void;

  /** `onError` is told when the file could not be written; deliveries go on all the same. */
  constructor(folder: string, onError: (error: unknown) => void) {
    this.#folder = folder;
    this.#onError = onError;
    this.#file = join(folder, `${process.pid}.json`);
  }

  async takeOver(): Promise<readonly PendingDelivery[]> {
    const taken: PendingDelivery[] = [];
    for (const file of await readdir(this.#folder).catch(() => [])) taken.push(...(await this.#take(file)));
    return taken;
  }

  changed(read: () => readonly PendingDelivery[]): void {
    this.#read = read;
    this.#saving ??= this.#save()
      .catch(this.#onError)
      .finally(() => (this.#saving = undefined));
  }

  async flush(): Promise<void> {
    this.#flushing = true;
    this.#wake?.();
    await this.#saving;
    this.#flushing = false;
  }

  async #take(name: string): Promise<readonly PendingDelivery[]> {
    const pid = Number(/^(\d+)(-taken-\d+)?\.json$/.exec(name)?.[1]);
    if (!pid || (pid !== process.pid && isRunning(pid))) return [];
    const claimed = join(this.#folder, `${process.pid}-taken-${pid}.json`);
    try {
      await rename(join(this.#folder, name), claimed);
      const pending = JSON.parse(await readFile(claimed, 'utf8')) as PendingDelivery[];
      // Written as this run's own before the old file goes, so that a crash here loses nothing.
      await this.#write([...(await this.#own()), ...pending]);
      await rm(claimed);
      return pending;
    } catch {
      return [];
    }
  }

  async #own(): Promise<readonly PendingDelivery[]> {
    const text = await readFile(this.#file, 'utf8').catch(() => '[]');
    return JSON.parse(text) as PendingDelivery[];
  }

  async #save(): Promise<void> {
    let pause = pauseMs;
    while (this.#read) {
      if (!this.#flushing) await this.#pause(pause);
      const read = this.#read;
      this.#read = undefined;
      const start = performance.now();
      await this.#write(read());
      pause = Math.max(pauseMs, pausePerWriting * (performance.now() - start));
    }
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  async #write(pending: readonly PendingDelivery[]): Promise<void> {
    if (pending.length === 0) {
      await rm(this.#file, { force: true });
      return;
    }
    await mkdir(this.#folder, { recursive: true });
    const draft = `${this.#file}.new`;
    await writeFile(draft, JSON.stringify(pending));
    await rename(draft, this.#file);
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
