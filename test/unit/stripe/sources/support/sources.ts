import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Journal } from '../../../../../src/journal/journal.ts';
import { accept } from '../../../../../src/receiver/accept.ts';
import type { Receipt } from '../../../../../src/receiver/receipt.ts';
import type { Sandbox } from '../../../../../src/sandbox/sandbox.ts';
import type { SandboxOptions } from '../../../../../src/sandbox/options.ts';
import { sandboxConnection } from '../../../../../src/stripe/connection.ts';
import { Connections } from '../../../../../src/stripe/connections.ts';
import type {
  Arrival,
  Bookmarks,
  EventSource,
  SourceOptions,
  SourceParts,
  SourceState,
  Take,
} from '../../../../../src/stripe/eventSource.ts';
import { SigningSecrets } from '../../../../../src/stripe/signingSecrets.ts';
import { worker } from '../../../journal/support/journals.ts';
import { startSandbox } from '../../../sandbox/support/sandbox.ts';
import { MemoryStores } from '../../support/stores.ts';
import { Proxy } from './proxy.ts';

/** Short enough for tests, in the same proportions. */
export const quick = {
  ping: 50,
  silence: 400,
  open: 5_000,
  firstRetry: 10,
  longestRetry: 200,
  stable: 1_000,
  wake: 2_000,
  sweep: 300,
  settle: 50,
  poll: 50,
} as const;

export const everything: SourceOptions = {
  kinds: ['snapshot', 'thin'],
  accounts: 'both',
  apiVersion: 'default',
};

const toClose: (() => Promise<unknown>)[] = [];

/** Ends everything that tests have begun, the last first. */
export async function cleanUp(): Promise<void> {
  for (const close of toClose.splice(0).reverse()) await close();
}

/** A receipt as the journal took it. */
export interface Taken {
  readonly receipt: Receipt;
  readonly duplicate: boolean;
}

/** A sandbox behind a proxy, a journal, and what a source works with. */
export class World {
  readonly sandbox: Sandbox;
  readonly proxy: Proxy;
  readonly journal: Journal;
  readonly secrets: SigningSecrets;
  readonly connections: Connections;
  readonly taken: Taken[] = [];
  readonly notes: string[] = [];
  /** In place of the journal's word. */
  beforeCommit: (arrival: Arrival) => Promise<void> = () => Promise.resolve();
  answer: Awaited<ReturnType<Take>>['answer'];
  readonly #waiting = new Set<() => void>();

  static async open(options: Partial<SandboxOptions> = {}): Promise<World> {
    const sandbox = await startSandbox(options);
    const proxy = await new Proxy(sandbox.baseUrl).open();
    toClose.push(() => proxy.close());
    const folder = await mkdtemp(join(tmpdir(), 'sources-'));
    toClose.push(() => rm(folder, { recursive: true }));
    const journal = await Journal.open(join(folder, 'events.sqlite'), worker);
    toClose.push(() => journal.close());
    return new World(sandbox, proxy, journal);
  }

  private constructor(sandbox: Sandbox, proxy: Proxy, journal: Journal) {
    this.sandbox = sandbox;
    this.proxy = proxy;
    this.journal = journal;
    const { store, secrets } = new MemoryStores();
    this.secrets = new SigningSecrets(store, secrets);
    const sandboxAccess = () => Promise.resolve({ baseUrl: proxy.url, key: sandbox.testKey });
    this.connections = new Connections({ store, secrets, signingSecrets: this.secrets, sandboxAccess });
  }

  parts(options: Partial<SourceOptions> = {}, changes: Partial<SourceParts> = {}): SourceParts {
    return {
      connection: sandboxConnection,
      connections: this.connections,
      secrets: this.secrets,
      take: (arrival) => this.#take(arrival),
      options: { ...everything, ...options },
      timings: quick,
      deviceName: 'test',
      ...changes,
    };
  }

  /** What one source leaves for the next. */
  bookmarks(): Bookmarks {
    let kept: Readonly<Record<string, number>> = {};
    return {
      load: () => kept,
      save: (bookmarks) => void (kept = { ...kept, ...bookmarks }),
      isKept: async (id) => (await this.journal.latestOf(id)) !== undefined,
    };
  }

  /** Starts a source that is stopped after the test. */
  run<S extends EventSource>(source: S): S {
    source.on('note', (note) => {
      this.notes.push(note);
      this.#wake();
    });
    toClose.push(() => source.stop());
    source.start();
    return source;
  }

  /** Does something when the test is over. */
  onEnd(close: () => Promise<unknown>): void {
    toClose.push(close);
  }

  /** Causes an event in the sandbox; gives its id. */
  async trigger(type = 'invoice.paid', event?: Record<string, unknown>): Promise<string> {
    const triggered = await this.sandbox.trigger({ type, ...(event && { event }) });
    return String(triggered.event['id']);
  }

  /** Resolves when what was taken, or noted, fulfils a condition. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>((resolve) => this.#waiting.add(resolve));
  }

  /** Resolves with the first receipt of an event. */
  async received(id: string): Promise<Taken> {
    await this.until(() => this.of(id).length > 0);
    return this.of(id)[0] as Taken;
  }

  of(id: string): readonly Taken[] {
    return this.taken.filter(({ receipt }) => receipt.event?.id === id);
  }

  async #take(arrival: Arrival): ReturnType<Take> {
    await this.beforeCommit(arrival);
    await this.secrets.all();
    const { receipt, committed } = await accept(arrival, {
      secrets: () => this.secrets.current,
      commit: (each) => this.journal.append(each),
    });
    this.taken.push({ receipt, duplicate: committed.duplicate });
    this.#wake();
    return { answer: this.answer };
  }

  #wake(): void {
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
  }
}

/** Resolves with the state once it is in this phase. */
export async function phase<P extends SourceState['phase']>(
  source: EventSource,
  wanted: P,
): Promise<SourceState & { readonly phase: P }> {
  while (source.state.phase !== wanted) await new Promise((resolve) => source.once('state', resolve));
  return source.state as SourceState & { readonly phase: P };
}
