import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import type { HandlerFinder } from './finder.ts';
import { handles, type Handler } from './handler.ts';

/** The files an index covers; paths are opaque to it. */
export interface IndexedFiles {
  /** Every file worth a look, all languages; the index asks once. */
  list(): Promise<readonly string[]>;
  /** A file's text as the editor shows it; undefined when it can't be read. */
  read(file: string): Promise<string | undefined>;
}

/** Longer files are generated or bundled, not written: they are left out. UTF-16 units. */
const LONGEST_FILE = 1024 * 1024;
/** Files read at the same time. */
const BATCH = 32;
/** Milliseconds of parsing after which other work gets its turn. */
const SLICE = 8;

/** The handlers of a workspace: built when first asked for, brought up to date file by file. */
export class HandlerIndex {
  private readonly finder: HandlerFinder;
  private readonly files: IndexedFiles;
  private readonly found = new Map<string, readonly Handler[]>();
  /** Files to be read; undefined until they have been listed. */
  private pending: Set<string> | undefined;
  /** Files being read right now; what is taken out meanwhile is not kept. */
  private batch = new Set<string>();
  private draining: Promise<void> | undefined;
  private waiting = 0;
  private disposed = false;
  private sliceEnd = 0;

  constructor(finder: HandlerFinder, files: IndexedFiles) {
    this.finder = finder;
    this.files = files;
  }

  /**
   * Waits until every file has been read. Work stops when the last one who waits for it aborts, and goes on from there
   * the next time. Throws what `list` throws, or the signal's reason.
   */
  async ensure(signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    const ended = new AbortController();
    const aborted = signal && once(signal, 'abort', { signal: ended.signal }).catch(() => undefined);
    this.waiting++;
    try {
      while (!this.disposed && this.pending?.size !== 0) {
        await Promise.race([this.drain(), ...(aborted ? [aborted] : [])]);
        signal?.throwIfAborted();
      }
      // A file taken from the waiting list may still be on its way into the index.
      await this.draining;
    } finally {
      this.waiting--;
      ended.abort();
    }
  }

  /** Reads a new or changed file again; does nothing before the first `ensure`, which reads it anyway. */
  async update(file: string): Promise<void> {
    if (!this.pending || !this.finder.handles(file)) return;
    this.pending.add(file);
    await this.ensure();
  }

  /** Forgets a deleted file, or every file in a deleted folder. */
  remove(path: string): void {
    const gone = (file: string): boolean =>
      file === path || file.startsWith(`${path}/`) || file.startsWith(`${path}\\`);
    for (const files of [this.found, this.batch, this.pending ?? []])
      for (const file of [...files.keys()] as string[]) if (gone(file)) this.forget(file);
  }

  /** Everything that handles an event type: places that name it before those that list it or match it by a pattern. */
  handlersOf(eventType: string): readonly Handler[] {
    return this.all()
      .filter((handler) => handles(handler, eventType))
      .sort((a, b) => rank(a) - rank(b));
  }

  /** Every handler, ordered by file and place. */
  all(): readonly Handler[] {
    return [...this.found.keys()].sort().flatMap((file) => this.found.get(file) ?? []);
  }

  /** Stops reading and forgets everything. The finder stays its owner's. */
  dispose(): void {
    this.disposed = true;
    this.pending?.clear();
    this.batch.clear();
    this.found.clear();
  }

  private drain(): Promise<void> {
    this.draining ??= this.readPending().finally(() => (this.draining = undefined));
    return this.draining;
  }

  private async readPending(): Promise<void> {
    this.pending ??= new Set((await this.files.list()).filter((file) => this.finder.handles(file)));
    this.sliceEnd = performance.now() + SLICE;
    while (this.pending.size > 0 && this.waiting > 0 && !this.disposed) {
      this.batch = new Set([...this.pending].slice(0, BATCH));
      for (const file of this.batch) this.pending.delete(file);
      await this.readBatch();
    }
  }

  private async readBatch(): Promise<void> {
    const texts = await Promise.all(
      [...this.batch].map(async (file) => [file, await this.readText(file)] as const),
    );
    for (const [file, text] of texts) {
      const handlers = text === undefined ? [] : await this.find(file, text);
      if (!this.batch.has(file)) continue;
      if (handlers.length > 0) this.found.set(file, handlers);
      else this.found.delete(file);
    }
    this.batch.clear();
  }

  private async readText(file: string): Promise<string | undefined> {
    const text = await this.files.read(file).catch(() => undefined);
    return text === undefined || text.length > LONGEST_FILE ? undefined : text;
  }

  private async find(file: string, text: string): Promise<readonly Handler[]> {
    if (performance.now() > this.sliceEnd) {
      await setImmediate();
      this.sliceEnd = performance.now() + SLICE;
    }
    if (!this.batch.has(file)) return [];
    await this.finder.prepare(file, text);
    return this.batch.has(file) ? this.finder.find(file, text) : [];
  }

  private forget(file: string): void {
    this.found.delete(file);
    this.batch.delete(file);
    this.pending?.delete(file);
  }
}

function rank({ eventType, form }: Handler): number {
  if (eventType.endsWith('*')) return 2;
  return form === 'includes' ? 1 : 0;
}
