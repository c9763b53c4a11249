import { HumanError } from '../humanError.ts';
import { sentence } from '../sentence.ts';

/** The catalogue has no such event type. */
export class UnknownEventTypeError extends HumanError {
  readonly type: string;
  /** The type that is spelt most alike. */
  readonly nearest: string | undefined;

  constructor(type: string, known: readonly string[]) {
    const nearest = nearestTo(type, known);
    const message = nearest
      ? sentence`Stripe has no event type "${type}"; did you mean "${nearest}"?`
      : sentence`Stripe has no event type "${type}".`;
    super(message, 'input');
    this.type = type;
    this.nearest = nearest;
  }
}

function nearestTo(text: string, known: readonly string[]): string | undefined {
  let best: string | undefined;
  let least = Infinity;
  for (const candidate of known) {
    const distance = edits(text.toLowerCase(), candidate);
    if (distance < least) [best, least] = [candidate, distance];
  }
  return best;
}

/** Levenshtein's distance: how many letters to insert, delete or replace. */
function edits(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
