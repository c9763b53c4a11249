import type { ListMessage, Row } from '../shared/messages.ts';
import { post } from './host.ts';

const pageSize = 100;
// Enough for what is in view and a good way around it.
const keptPages = 40;
// A second question may be under way while the first is being answered, no more.
const underWay = 2;
// What flies past, out of view before an answer could come, is not asked for. Milliseconds.
const calmMs = 40;

/** The rows that the host has sent of the present list, by place from the oldest; asks for more as they are needed. */
export class RowStore {
  readonly #pages = new Map<number, (Row | undefined)[]>();
  readonly #asked = new Set<number>();
  readonly #stale = new Set<number>();
  #wanted: readonly [from: number, to: number] = [0, 0];
  #direction = -1;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #generation = 0;
  #total = 0;

  get total(): number {
    return this.#total;
  }

  get generation(): number {
    return this.#generation;
  }

  /** Takes over a new state of the list; gives whether it is another list. */
  update({ generation, total, changed, raised }: ListMessage): boolean {
    const isRaised = raised?.generation === this.#generation;
    if (isRaised) this.#raise(raised.by);
    const isOther = generation !== this.#generation && !isRaised;
    if (isOther) {
      this.#pages.clear();
      this.#asked.clear();
      this.#wanted = [0, 0];
    }
    // The last page has grown, and a page with a changed row is read again; until then it is shown as it was.
    const last = Math.floor(this.#total / pageSize);
    if (this.#pages.has(last)) this.#stale.add(last);
    const ids = changed === 'all' ? undefined : new Set(changed);
    for (const [page, rows] of this.#pages)
      if (!ids || rows.some((row) => row && ids.has(row.id))) this.#stale.add(page);
    this.#generation = generation;
    this.#total = total;
    this.#ask();
    return isOther;
  }

  /** Moves what is known to higher places; pages that it fills in part alone are asked for again. */
  #raise(by: number): void {
    const known = [...this.#pages].flatMap(([page, rows]) =>
      rows.map((row, index) => [page * pageSize + index + by, row] as const),
    );
    this.#pages.clear();
    this.#asked.clear();
    this.#stale.clear();
    for (const [place, row] of known) {
      const page = Math.floor(place / pageSize);
      const rows = this.#pages.get(page) ?? [];
      rows[place % pageSize] = row;
      this.#pages.set(page, rows);
    }
    this.#wanted = [this.#wanted[0] + by, this.#wanted[1] + by];
  }

  /** Takes an answer of the host; gives whether there is something new to be seen. */
  receive(generation: number, from: number, rows: readonly Row[]): boolean {
    if (generation !== this.#generation) return false;
    const page = Math.floor(from / pageSize);
    this.#asked.delete(page);
    this.#pages.delete(page);
    this.#pages.set(page, [...rows]);
    for (const oldest of this.#pages.keys()) {
      if (this.#pages.size <= keptPages) break;
      this.#pages.delete(oldest);
    }
    this.#ask();
    return from < this.#wanted[1] && from + rows.length > this.#wanted[0];
  }

  /** Whether all that is in view is there. */
  get isComplete(): boolean {
    const [from, to] = this.#wanted;
    for (let page = Math.floor(from / pageSize); page * pageSize < to; page++)
      if (!this.#pages.has(page)) return false;
    return true;
  }

  /** The row at a place, if it has been sent. */
  at(place: number): Row | undefined {
    return this.#pages.get(Math.floor(place / pageSize))?.[place % pageSize];
  }

  /** The row of a receipt and its place, if it has been sent. */
  find(id: number): { readonly row: Row; readonly place: number } | undefined {
    for (const [page, rows] of this.#pages) {
      const index = rows.findIndex((row) => row?.id === id);
      const row = rows[index];
      if (row) return { row, place: page * pageSize + index };
    }
    return undefined;
  }

  /** Says which places are in view; those not there yet are asked for. */
  want(from: number, to: number): void {
    const [before, after] = this.#wanted;
    this.#wanted = [Math.max(0, from), Math.min(to, this.#total)];
    if (from !== before) this.#direction = Math.sign(from - before);
    clearTimeout(this.#timer);
    const isNear = from < after && to > before;
    if (isNear || after === 0) this.#ask();
    else this.#timer = setTimeout(() => this.#ask(), calmMs);
  }

  /** Asks for what is in view, and then for what is scrolled to next. */
  #ask(): void {
    const [from, to] = this.#wanted;
    if (to <= from) return;
    const first = Math.floor(from / pageSize);
    const last = Math.floor((to - 1) / pageSize);
    for (let page = first; page <= last; page++) this.#askFor(page);
    this.#askFor(this.#direction > 0 ? last + 1 : first - 1);
  }

  #askFor(page: number): void {
    const start = page * pageSize;
    if (start < 0 || start >= this.#total || this.#asked.size >= underWay) return;
    const isMissing = !this.#pages.has(page) || this.#stale.has(page);
    if (!isMissing || this.#asked.has(page)) return;
    this.#asked.add(page);
    this.#stale.delete(page);
    const end = Math.min(start + pageSize, this.#total);
    post({ kind: 'rows', generation: this.#generation, from: start, to: end });
  }
}
