import { EventEmitter, once } from 'node:events';
import { isDeepStrictEqual } from 'node:util';
import { handles, type Handler } from './handler.ts';

/** The files an index covers; paths are opaque to it. */
export interface IndexedFiles {
  /** The files that may hold handlers, in portions as they are found. */
  list(): AsyncIterable<readonly string[]>;
  /** The handlers of each of the files, as the editor shows them now; none for one that can't be read. */
  find(files: readonly string[]): Promise<readonly (readonly Handler[])[]>;
}

/**
 * The handlers of a workspace: built when first asked for, brought up to date file by file. `changed` tells the event
 * types and patterns whose handlers have come, gone or moved.
 */
export class HandlerIndex extends EventEmitter<{ changed: [eventTypes: ReadonlySet<string>] }> {
  private readonly files: IndexedFiles;
  private readonly found = new Map<string, readonly Handler[]>();
  /** Which reading of a file counts: what is older, or of a file deleted meanwhile, is not kept. */
  private readonly reading = new Map<string, object>();
  private readonly updates = new Map<string, { again: boolean; readonly done: Promise<void> }>();
  private building: Promise<void> | undefined;
  private complete = false;
  private disposed = false;

  constructor(files: IndexedFiles) {
    super();
    this.files = files;
  }

  /** Whether every file has been read. */
  get built(): boolean {
    return this.complete;
  }

  /**
   * Waits until every file has been read, also those that have just changed. An abort ends the waiting, not the reading, which goes on in the background.
   * Throws what `list` and `find` throw, after which the next call starts anew, or the signal's reason.
   */
  async ensure(signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    this.building ??= this.build();
    if (!signal) return this.upToDate();
    const ended = new AbortController();
    const aborted = once(signal, 'abort', { signal: ended.signal }).catch(() => undefined);
    await Promise.race([this.upToDate(), aborted]).finally(() => ended.abort());
    signal.throwIfAborted();
  }

  /** Reads a new or changed file again; does nothing before the first `ensure`, which reads it anyway. */
  update(file: string): Promise<void> {
    if (!this.building || this.disposed) return Promise.resolve();
    const running = this.updates.get(file);
    if (running) {
      running.again = true;
      return running.done;
    }
    const update = { again: false, done: Promise.resolve() };
    this.updates.set(file, update);
    update.done = this.readUntilUnchanged(file, update).finally(() => this.updates.delete(file));
    return update.done;
  }

  /** Forgets a deleted file, or every file in a deleted folder. */
  remove(path: string): void {
    const gone = (file: string): boolean =>
      file === path || file.startsWith(`${path}/`) || file.startsWith(`${path}\\`);
    for (const file of [...this.reading.keys()]) if (gone(file)) this.reading.delete(file);
    const removed = [...this.found.keys()].filter(gone);
    this.tell(removed.flatMap((file) => this.keep(file, [])));
  }

  /** Whether handlers of a file are known. */
  has(file: string): boolean {
    return this.found.has(file);
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

  /** Forgets everything. */
  dispose(): void {
    this.disposed = true;
    this.reading.clear();
    this.found.clear();
    this.removeAllListeners();
  }

  private async upToDate(): Promise<void> {
    await this.building;
    await Promise.all([...this.updates.values()].map(({ done }) => done));
  }

  private async build(): Promise<void> {
    try {
      const reads: Promise<void>[] = [];
      for await (const files of this.files.list()) reads.push(this.readListed(files));
      await Promise.all(reads);
      this.complete = true;
    } catch (error) {
      this.building = undefined;
      throw error;
    }
  }

  /** Reads while others are still being listed; a failure is heard of when all are. */
  private readListed(files: readonly string[]): Promise<void> {
    const read = this.read(files);
    read.catch(() => undefined);
    return read;
  }

  private async readUntilUnchanged(file: string, update: { again: boolean }): Promise<void> {
    do {
      update.again = false;
      await this.read([file]);
    } while (update.again);
  }

  private async read(files: readonly string[]): Promise<void> {
    if (this.disposed || files.length === 0) return;
    const token = {};
    for (const file of files) this.reading.set(file, token);
    const found = await this.files.find(files);
    const changed: Handler[] = [];
    for (const [at, file] of files.entries()) {
      if (this.reading.get(file) !== token) continue;
      this.reading.delete(file);
      changed.push(...this.keep(file, found[at] ?? []));
    }
    this.tell(changed);
  }

  /** Gives the handlers of before and after, unless they are the same. */
  private keep(file: string, handlers: readonly Handler[]): readonly Handler[] {
    const before = this.found.get(file) ?? [];
    if (handlers.length === 0) this.found.delete(file);
    else this.found.set(file, handlers);
    return isDeepStrictEqual(before, handlers) ? [] : [...before, ...handlers];
  }

  private tell(changed: readonly Handler[]): void {
    if (changed.length > 0) this.emit('changed', new Set(changed.map(({ eventType }) => eventType)));
  }
}

function rank({ eventType, form }: Handler): number {
  if (eventType.endsWith('*')) return 2;
  return form === 'includes' ? 1 : 0;
}
