import type { JournalledReceipt } from '../../journal/entry.ts';
import type { ReceiptFilter } from '../../journal/filter.ts';
import type { Pages } from './pages.ts';

/** Receipts that a page holds. */
export const pageSize = 100;

// New matches are counted so many at a time, which does not hold up the host.
const stride = 1000;

/**
 * A filter's matches as a list with places. Places count from the oldest match, so that what arrives moves none. Of the
 * matches only every hundredth id is kept; rows are read from the journal when they are to be shown.
 */
export class EventList {
  readonly filter: ReceiptFilter;
  readonly #pages: Pages;
  /** The id at the first place of each page, as far as known. */
  readonly #firstOf = new Map<number, number>();
  #total: number;
  #newest: number;
  #seen: number;
  /** The newest matches, while it is not known how many there are before them. */
  #first: readonly JournalledReceipt[] | undefined;
  #places: Promise<void> | undefined;
  #outdated = false;
  /**
   * Resolves when the matches are counted: places have risen by so many then. Until then the newest matches alone are
   * in the list. Nothing may be followed or located before.
   */
  readonly counted: Promise<number>;

  private constructor(
    pages: Pages,
    filter: ReceiptFilter,
    first: {
      readonly seen: number;
      readonly rows: readonly JournalledReceipt[];
      readonly count: Promise<number>;
    },
  ) {
    this.#pages = pages;
    this.filter = filter;
    this.#seen = first.seen;
    this.#newest = first.rows.at(-1)?.id ?? 0;
    this.#total = first.rows.length;
    // Fewer than a page are all that there are.
    const isAll = first.rows.length < pageSize;
    this.#first = isAll ? undefined : first.rows;
    this.counted = isAll ? Promise.resolve(0) : first.count.then((count) => this.#take(count));
    this.counted.catch(() => undefined);
  }

  /**
   * Makes the list, as soon as the newest matches are known; `counted` says when the rest is. Where its pages begin is
   * looked up when a page further down is first wanted.
   */
  static async open(pages: Pages, filter: ReceiptFilter): Promise<EventList> {
    // Until the answers are there more may arrive: that is left to `follow`.
    const [latest] = await pages.list({ limit: 1 });
    const seen = latest?.id ?? 0;
    // The journal answers in this order: the first page is not to wait for the count.
    const page = pages.list({ limit: pageSize, before: seen + 1, filter });
    const count = pages.count({ ...filter, upTo: seen });
    count.catch(() => undefined);
    const rows = await page;
    return new EventList(pages, filter, { seen, rows: rows.toReversed(), count });
  }

  /** How many matches there are, as far as counted. */
  get total(): number {
    return this.#total;
  }

  /** Whether `total` is all that there are. */
  get isCounted(): boolean {
    return this.#first === undefined;
  }

  /** True when receipts have gone from the journal, so that places no longer hold: another list is to be made. */
  get outdated(): boolean {
    return this.#outdated;
  }

  /** The receipts from place `from` to `to`, the latter not included, oldest first. */
  async rows(from: number, to: number): Promise<readonly JournalledReceipt[]> {
    if (this.#first) return this.#first.slice(from, to);
    const end = Math.min(to, this.#total);
    const found: JournalledReceipt[] = [];
    for (let page = Math.floor(from / pageSize); page * pageSize < end; page++) {
      const rows = await this.#page(page);
      const first = page * pageSize;
      found.push(...rows.slice(Math.max(0, from - first), Math.max(0, end - first)));
    }
    return found;
  }

  /** The place of a receipt that matches, or of the next newer one that does, and whether it is the receipt's own. */
  async placeOf(id: number): Promise<{ readonly position: number; readonly isOwn: boolean } | undefined> {
    await this.#allPlaces();
    let page = 0;
    for (const [candidate, first] of this.#firstOf) if (first <= id && candidate > page) page = candidate;
    const rows = await this.#page(page);
    const index = rows.findIndex((row) => row.id >= id);
    return index < 0 ? undefined : { position: page * pageSize + index, isOwn: rows[index]?.id === id };
  }

  /** Takes in what the journal has got since; `changed` are the receipts it reported. Gives how many were added. */
  async follow(changed: Iterable<number>): Promise<number> {
    const bySending = this.filter.delivery !== undefined;
    const [before, latest] = [this.#total, Math.max(this.#seen, largest(changed))];
    // Only a delivery can make an older receipt a match, or no match any more.
    if (bySending && smallest(changed) <= this.#newest) this.#outdated = true;
    let after = bySending ? this.#newest : this.#seen;
    for (;;) {
      const page = await this.#pages.list({ limit: stride, after, filter: this.filter });
      for (const { id } of page.toReversed()) this.#append(id);
      const [last] = page;
      if (!last) break;
      after = last.id;
    }
    this.#seen = Math.max(latest, this.#newest);
    return this.#total - before;
  }

  #take(count: number): number {
    const before = this.#total;
    this.#first = undefined;
    this.#total = Math.max(before, count);
    return this.#total - before;
  }

  #append(id: number): void {
    if (this.#total % pageSize === 0) this.#firstOf.set(this.#total / pageSize, id);
    this.#total++;
    this.#newest = id;
  }

  /** Looks up where each page begins. */
  #allPlaces(): Promise<void> {
    return (this.#places ??= this.#lookUpPlaces());
  }

  async #lookUpPlaces(): Promise<void> {
    const pages = Math.ceil(this.#total / pageSize);
    const ids = await this.#pages.milestones(this.filter, pageSize);
    for (const [page, id] of ids.entries()) this.#firstOf.set(page, id);
    if (ids.length < pages) this.#outdated = true;
  }

  async #page(page: number): Promise<readonly JournalledReceipt[]> {
    const first = page * pageSize;
    const length = Math.min(pageSize, this.#total - first);
    if (length <= 0) return [];
    const isLast = first + length >= this.#total;
    const before = isLast ? this.#newest + 1 : await this.#firstOfPage(page + 1);
    const rows = await this.#pages.list({ limit: length, before, filter: this.filter });
    if (rows.length < length) this.#outdated = true;
    const oldest = rows.at(-1);
    if (oldest && rows.length === length) this.#firstOf.set(page, oldest.id);
    return rows.toReversed();
  }

  async #firstOfPage(page: number): Promise<number> {
    if (!this.#firstOf.has(page)) await this.#allPlaces();
    return this.#firstOf.get(page) ?? 0;
  }
}

function largest(numbers: Iterable<number>): number {
  let found = 0;
  for (const number of numbers) if (number > found) found = number;
  return found;
}

function smallest(numbers: Iterable<number>): number {
  let found = Infinity;
  for (const number of numbers) if (number < found) found = number;
  return found;
}
