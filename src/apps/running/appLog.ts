import { scrub } from '../../stripe/scrub.ts';
import type { LogLine } from '../status.ts';

const linesKept = 100;
const longestLine = 500;

/** The newest lines of an app's log: however much it says, it stays small and holds no secret. */
export class AppLog {
  readonly #lines: LogLine[] = [];
  #count = 0;

  /** The newest line last. */
  get lines(): readonly LogLine[] {
    return [...this.#lines];
  }

  add(line: Omit<LogLine, 'number'>): LogLine {
    const text = scrub(line.text).replace(/\s+/g, ' ').trim();
    const added = {
      ...line,
      number: ++this.#count,
      text: text.length > longestLine ? `${text.slice(0, longestLine)} …` : text,
    };
    this.#lines.push(added);
    if (this.#lines.length > linesKept) this.#lines.shift();
    return added;
  }
}
