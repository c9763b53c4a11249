import type { ReceiptFilter } from '../../filter.ts';
import { narrow, Selection, type IdRange, type Source } from './selection.ts';

/** So many ids are in a part: few enough that an append hardly waits while they are looked through. */
const SIZE = 4_000;

/** For each part the full-text index goes through all places of a word; so there must not be many. */
const SIZE_WITH_TEXT = 25_000;

/** Something gathered step by step, since no append is to wait until all of it is there. */
export interface Gathering {
  /** Looks through some receipts more; gives false when there are none left. */
  step(source: Source): boolean;
}

/** The receipts that a filter wants, oldest first, a part of them at a time. */
export class Parts {
  readonly #filter: ReceiptFilter;
  /** The ids that are still to come. */
  #rest: IdRange | undefined;

  constructor(filter: ReceiptFilter) {
    this.#filter = filter;
  }

  /** The next part; undefined when there is none. */
  next(source: Source): Selection | undefined {
    this.#rest ??= idsOf(source, this.#filter);
    const { above, below } = this.#rest;
    const size = this.#filter.text === undefined ? SIZE : SIZE_WITH_TEXT;
    const part = { above, below: Math.min(below, above + size + 1) };
    if (part.below - part.above < 2) return undefined;
    this.#rest = { above: part.below - 1, below };
    return new Selection(source, this.#filter, part);
  }
}

/** The ids among which the wanted receipts are. */
function idsOf(source: Source, filter: ReceiptFilter): IdRange {
  const ends = source.database.prepare('SELECT min(id) AS first, max(id) AS last FROM lookup').get();
  const { first, last } = ends as { first: number | null; last: number | null };
  const all = { above: (first ?? 1) - 1, below: (last ?? 0) + 1 };
  return narrow(new Selection(source, filter).range, all);
}
