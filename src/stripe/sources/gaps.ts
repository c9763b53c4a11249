import type { Stripe } from 'stripe';
import type { Arrival, SourceParts, Take } from '../eventSource.ts';
import { explain, reasonOf } from '../stripeError.ts';
import { isWanted } from './isWanted.ts';
import { eventsSince, newestEvent, type EventKind, type ReadEvent } from './readEvents.ts';
import type { SeenEvents } from './seenEvents.ts';
import { sentence } from '../../sentence.ts';

/** Stripe may list an event a little later than others that were created after it. In seconds. */
const lateness = 60;
/** More missed events than this are not filled in: the app has been away too long to want them all. */
const mostMissed = 20_000;
const mostAccounts = 25;
/** The same for what happened since an earlier run. */
const mostSinceLastRun = 1_000;
/** For how long Stripe gives events, in seconds. Source: https://docs.stripe.com/api/events */
const keptByStripe = 30 * 24 * 60 * 60;
/** The journal commits in groups. */
const takenAtOnce = 50;

/** What looking for missed events needs besides what its source works with. */
export interface GapsParts extends Pick<SourceParts, 'bookmarks' | 'connection' | 'connections' | 'options'> {
  readonly take: Take;
  readonly seen: SeenEvents;
  /** The secret to sign with what Stripe's API gives without a signature. */
  readonly secret: () => Promise<string>;
  /** Waits until the socket had its chance to bring an event itself; resolves with false when there is no more time. */
  readonly settle: () => Promise<boolean>;
  /** ms since the Unix epoch. */
  readonly now: () => number;
  readonly note: (sentence: string) => void;
}

/** A list of events to look at: of a kind, of the account itself or of one connected to it. */
interface List {
  readonly kind: EventKind;
  readonly account: string | undefined;
  /** Everything created before this was dealt with; seconds. */
  bookmark: number;
  /** Nothing created before this is wanted. */
  readonly floor: number;
  /** What was created up to then may have come in an earlier run; undefined when there was none. */
  resumedUntil?: number | undefined;
}

/**
 * Reads from Stripe's API what did not arrive by itself. It asks for everything since the last time that it asked, so
 * that an event is found also when it got lost in the middle of others that did arrive.
 */
export class Gaps {
  readonly #parts: GapsParts;
  readonly #lists = new Map<string, List>();
  readonly #unreadable = new Set<string>();
  #turn: Promise<unknown> = Promise.resolve();

  constructor(parts: GapsParts) {
    this.#parts = parts;
  }

  /**
   * Notes what there is already, so that only later events count as missed; where an earlier run left off, those since
   * then count as well. Throws a `HumanError`.
   */
  baseline(): Promise<void> {
    return this.#inTurn(async () => {
      for (const kind of this.#parts.options.kinds) {
        if (this.#lists.has(kind)) continue;
        await this.#reading(kind, async (client) => {
          const newest = (await newestEvent(client, kind))?.created ?? 0;
          if (this.#resume(kind, newest)) return;
          const floor = Math.max(0, newest - lateness);
          if (newest > 0)
            for await (const { id } of eventsSince(client, kind, floor)) this.#parts.seen.add(id);
          this.#lists.set(kind, { kind, account: undefined, bookmark: newest, floor });
        });
      }
    });
  }

  /** Takes up the lists of a kind where an earlier run left them; false when there was none. */
  #resume(kind: EventKind, newest: number): boolean {
    const earliest = Math.floor(this.#parts.now() / 1000) - keptByStripe;
    const left = Object.entries(this.#parts.bookmarks?.load() ?? {});
    for (const [key, at] of left.slice(-mostAccounts)) {
      const [ofKind, account] = key.split(' ');
      if (ofKind !== kind) continue;
      if (at < earliest)
        this.#parts.note(sentence`Stripe keeps events for 30 days; what happened before that is not read.`);
      const bookmark = Math.max(at, earliest);
      const floor = bookmark - lateness;
      this.#lists.set(key, { kind, account, bookmark, floor, resumedUntil: newest + lateness });
    }
    return this.#lists.has(kind);
  }

  /** Looks after this connected account's events, too, from one of them on. */
  follow(account: string, kind: EventKind, payload: string): void {
    const key = keyOf(kind, account);
    const own = this.#lists.get(kind);
    if (!own || this.#lists.has(key) || this.#lists.size >= mostAccounts) return;
    const { created } = JSON.parse(payload) as { created?: number | string };
    const seconds = typeof created === 'number' ? created : Math.floor(Date.parse(created ?? '') / 1000);
    if (Number.isFinite(seconds))
      this.#lists.set(key, { kind, account, bookmark: seconds, floor: own.floor + lateness });
  }

  /**
   * Takes every event that is missing, the oldest first, and gives their number. Throws a `HumanError` when Stripe
   * cannot be asked now, or an event cannot be kept.
   */
  fill(): Promise<number> {
    return this.#inTurn(async () => {
      let taken = 0;
      for (const [key, list] of [...this.#lists])
        await this.#reading(key, async (client) => {
          taken += await this.#fillList(client, list);
        });
      this.#save();
      return taken;
    });
  }

  async #fillList(client: Stripe, list: List): Promise<number> {
    const since = Math.max(list.floor, list.bookmark - lateness);
    const missing: ReadEvent[] = [];
    let newest = list.bookmark;
    for await (const event of eventsSince(client, list.kind, since, list.account)) {
      newest = Math.max(newest, event.created);
      if (isWanted(event.account ?? list.account, this.#parts.options) && !(await this.#isKnown(event, list)))
        missing.push(event);
      const most = list.resumedUntil === undefined ? mostMissed : mostSinceLastRun;
      if (missing.length < most) continue;
      this.#parts.note(sentence`More than ${most} events were missed; only the newest of them are read.`);
      break;
    }
    if (missing.length > 0 && !(await this.#parts.settle())) return 0;
    const left = missing.filter(({ id }) => !this.#parts.seen.has(id)).reverse();
    for (let start = 0; start < left.length; start += takenAtOnce)
      await Promise.all(left.slice(start, start + takenAtOnce).map((event) => this.#takeOne(event)));
    list.bookmark = newest;
    list.resumedUntil = undefined;
    return left.length;
  }

  async #isKnown({ id, created }: ReadEvent, { resumedUntil }: List): Promise<boolean> {
    const { seen, bookmarks } = this.#parts;
    if (seen.has(id)) return true;
    if (resumedUntil === undefined || created > resumedUntil) return false;
    const kept = (await bookmarks?.isKept(id)) ?? false;
    if (kept) seen.add(id);
    return kept;
  }

  #save(): void {
    const lists = [...this.#lists].filter(([, { bookmark }]) => bookmark > 0);
    this.#parts.bookmarks?.save(Object.fromEntries(lists.map(([key, { bookmark }]) => [key, bookmark])));
  }

  async #takeOne({ id, text }: ReadEvent): Promise<void> {
    const { seen, take } = this.#parts;
    if (seen.has(id)) return;
    seen.add(id);
    try {
      await take(await this.#arrivalOf(text));
    } catch (error) {
      seen.delete(id);
      throw error;
    }
  }

  async #arrivalOf(text: string): Promise<Arrival> {
    const client = await this.#client();
    const signature = client.webhooks.generateTestHeaderString({
      payload: text,
      secret: await this.#parts.secret(),
      timestamp: Math.floor(this.#parts.now() / 1000),
    });
    return {
      source: 'polling',
      body: Buffer.from(text),
      headers: [
        ['Content-Type', 'application/json; charset=utf-8'],
        ['Stripe-Signature', signature],
      ],
    };
  }

  #client(): Promise<Stripe> {
    const { connection, connections } = this.#parts;
    return connections.client(connection);
  }

  /** What this key may not read is said once and left out from then on, unless nothing else is left. */
  async #reading(key: string, work: (client: Stripe) => Promise<void>): Promise<void> {
    if (this.#unreadable.has(key)) return;
    try {
      await work(await this.#client());
    } catch (error) {
      const failure = explain(error, sentence`read ${subjectOf(key)}`);
      const never = ['permission', 'not-found', 'invalid-request'].includes(reasonOf(error));
      if (!never) throw failure;
      this.#unreadable.add(key);
      this.#lists.delete(key);
      if (this.#lists.size === 0 && this.#unreadable.size >= this.#parts.options.kinds.length) throw failure;
      this.#parts.note(`${failure.message} ${sentence`Until then, what is missed of them stays missed.`}`);
    }
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }
}

function keyOf(kind: EventKind, account: string): string {
  return `${kind} ${account}`;
}

function subjectOf(key: string): string {
  const [kind, account] = key.split(' ');
  if (account === undefined || account === '')
    return kind === 'thin' ? sentence`thin events` : sentence`snapshot events`;
  return kind === 'thin' ? sentence`thin events of ${account}` : sentence`snapshot events of ${account}`;
}
