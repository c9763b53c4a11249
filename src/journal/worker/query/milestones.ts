import type { ReceiptFilter } from '../../filter.ts';
import { Parts, type Gathering } from './parts.ts';
import type { Source } from './selection.ts';

/** The ids of the receipts a filter wants at places 0, `every`, 2 · `every` and so on, counted from the oldest. */
export class Milestones implements Gathering {
  readonly ids: number[] = [];
  readonly #parts: Parts;
  readonly #every: number;
  #place = 0;

  constructor(filter: ReceiptFilter, every: number) {
    this.#parts = new Parts(filter);
    this.#every = every;
  }

  step(source: Source): boolean {
    const selection = this.#parts.next(source);
    if (!selection) return false;
    const { text, values } = selection.all('lookup.id AS id');
    const row = source.database
      .prepare(
        `SELECT count(*) AS count, json_group_array(id) FILTER (WHERE place % ? = 0) AS ids
         FROM (SELECT id, row_number() OVER (ORDER BY id) - 1 + ? AS place FROM (${text}))`,
      )
      .get(this.#every, this.#place, ...values) as { readonly count: number; readonly ids: string };
    this.ids.push(...(JSON.parse(row.ids) as number[]));
    this.#place += row.count;
    return true;
  }
}
