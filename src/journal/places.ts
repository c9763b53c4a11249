import { rm, writeFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import type { JournalledReceipt, Place } from './entry.ts';
import type { Journal } from './journal.ts';

/** How far a consumer of the journal has come. */
export interface Progress {
  /** Names the consumer; stays the same over a restart. */
  readonly consumer: string;
  /** Of receipts up to this id nothing is left to do for it but what waits. */
  readonly upTo: number;
  /** What it has not settled of those; goes through JSON. */
  readonly waiting: readonly unknown[];
  /** True when it has nothing to do. */
  readonly idle: boolean;
}

/** What a consumer wants of what came while it was not there. */
export interface Wish {
  /** Only what was received from this time on, in milliseconds since the Unix epoch. */
  readonly since?: number | undefined;
  /** Only receipts after this id; default: after the place that was kept. */
  readonly from?: number | undefined;
  /** Only these types or patterns. */
  readonly types?: readonly string[];
  /** Only receipts up to this id; default: all that there are now. */
  readonly until?: number;
}

/** What an earlier run left to a consumer. */
export interface TakenUp {
  /** What it had not settled, as it was kept. */
  readonly waiting: readonly unknown[];
  /** Verified receipts that it has not seen, the oldest first. Imported ones were not received here. */
  readonly missed: AsyncIterable<JournalledReceipt>;
  /** The id of the receipt that `missed` reads up to. */
  readonly upTo: number;
  /** How many receipts after its place are no longer in the journal, whether it wanted them or not. */
  readonly gone: number;
}

/** What places are kept with. */
export interface PlacesParts {
  readonly journal: Pick<Journal, 'list' | 'holdPlaces' | 'placeOf' | 'keepPlaces' | 'forgetPlace'>;
  /** A file that is there while a consumer may have something left to do, so that nobody need open the journal to know. */
  readonly marker: string;
  /** Told when something could not be kept; the consumers go on all the same. */
  readonly onError: (error: unknown) => void;
  /** How long changes are gathered, in milliseconds; default 300. */
  readonly pauseMs?: number;
  /** How long another window that keeps the places may take to close, in milliseconds; default 5,000. */
  readonly patienceMs?: number;
}

const holdAgainMs = 100;
const pageSize = 500;

// A long list costs time to write, so it is written less often.
const pausePerWriting = 20;

/**
 * Who still needs what from the journal: the places of consumers that must get every event they want, whatever happens
 * to this process. A place is kept some time after the consumer has come there, so a crash has a few events given to it
 * twice, but none lost. Of two windows on one journal the first keeps them; the other's consumers begin with what comes.
 */
export class Places {
  readonly #parts: PlacesParts;
  #read: (() => readonly Progress[]) | undefined;
  #saving: Promise<void> | undefined;
  #wake: (() => void) | undefined;
  #closing = false;
  #isKept = true;
  #held: Promise<boolean> | undefined;
  #marked: Promise<void> | undefined;

  constructor(parts: PlacesParts) {
    this.#parts = parts;
  }

  /** What there is to take up for a consumer. One that has no place yet and says no time begins with what comes next. */
  async takeUp(consumer: string, wish: Wish): Promise<TakenUp> {
    const { journal } = this.#parts;
    const isHeld = await this.#hold();
    // In this order: what is committed in between is read.
    const place = isHeld ? await journal.placeOf(consumer) : undefined;
    const newest = wish.until ?? (await journal.list({ limit: 1 }))[0]?.id ?? 0;
    const isNew = !isHeld || wish.since === undefined;
    const from = wish.from ?? place?.upTo ?? (isNew ? newest : 0);
    const upTo = Math.max(newest, from);
    return {
      waiting: place ? (JSON.parse(place.waiting) as readonly unknown[]) : [],
      missed: this.#between(from, upTo, wish),
      upTo,
      gone: place?.gone ?? 0,
    };
  }

  /** Says that consumers have come further; `read` is called when their places are written. */
  changed(read: () => readonly Progress[]): void {
    if (this.#closing) return;
    this.#read = read;
    this.#marked ??= this.#mark();
    this.#saving ??= this.#save().finally(() => (this.#saving = undefined));
  }

  /** A consumer is gone for good, or begins anew. */
  async forget(consumer: string): Promise<void> {
    if (!(await this.#hold())) return;
    await this.#parts.journal.forgetPlace(consumer).catch(this.#parts.onError);
  }

  /** Resolves when these last places are kept. */
  async close(last: readonly Progress[]): Promise<void> {
    this.#closing = true;
    this.#read = () => last;
    this.#wake?.();
    await (this.#saving ?? this.#save());
    await this.#marked;
    if (!(await this.#hold())) return;
    if (this.#isKept && last.every(({ idle }) => idle)) await rm(this.#parts.marker, { force: true });
  }

  /** Whether the places are this one's; a window that is being closed has time to give them up. */
  #hold(): Promise<boolean> {
    return (this.#held ??= this.#tryToHold().catch((error: unknown) => {
      this.#parts.onError(error);
      return false;
    }));
  }

  async #tryToHold(): Promise<boolean> {
    const { journal, patienceMs = 5_000 } = this.#parts;
    const deadline = performance.now() + patienceMs;
    for (;;) {
      if (await journal.holdPlaces()) return true;
      if (this.#closing || performance.now() > deadline) return false;
      await wait(holdAgainMs);
    }
  }

  async #mark(): Promise<void> {
    if (await this.#hold()) await writeFile(this.#parts.marker, '').catch(this.#parts.onError);
  }

  async *#between(from: number, upTo: number, { since, types }: Wish): AsyncIterable<JournalledReceipt> {
    const filter = {
      outcome: 'verified',
      ...(types && { types }),
      ...(since !== undefined && { from: since }),
    } as const;
    for (let after = from; after < upTo;) {
      const page = await this.#parts.journal.list({ after, limit: pageSize, filter });
      for (const receipt of page.toReversed()) {
        if (receipt.id > upTo) return;
        if (receipt.importedAt === undefined) yield receipt;
      }
      after = page[0]?.id ?? upTo;
    }
  }

  async #save(): Promise<void> {
    const { pauseMs = 300 } = this.#parts;
    let pause = pauseMs;
    while (this.#read) {
      if (!this.#closing) await this.#pause(pause);
      const read = this.#read;
      this.#read = undefined;
      const start = performance.now();
      const places = read().map(({ consumer, upTo, waiting }) => ({
        consumer,
        upTo,
        waiting: JSON.stringify(waiting),
      }));
      this.#isKept = await this.#keep(places);
      pause = Math.max(pauseMs, pausePerWriting * (performance.now() - start));
    }
  }

  async #keep(places: readonly Place[]): Promise<boolean> {
    try {
      if (places.length > 0 && (await this.#hold())) await this.#parts.journal.keepPlaces(places);
      return true;
    } catch (error) {
      this.#parts.onError(error);
      return false;
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
}
