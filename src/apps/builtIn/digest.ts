import { sentence } from '../../sentence.ts';

/** An invoice that was not paid, or a dispute. */
export interface OpenCase {
  /** `in_…` or `du_…`. */
  readonly id: string;
  readonly kind: 'invoice' | 'dispute';
  readonly amount?: string | undefined;
  readonly customer: string;
  readonly why: string;
  readonly attempts?: number | undefined;
  /** When the event was made, in seconds since the Unix epoch. */
  readonly since: number;
  /** Seconds since the Unix epoch. */
  readonly due?: number | undefined;
  /** The Dashboard's page. */
  readonly link?: string | undefined;
}

/** The list as Markdown, disputes first, those with the earliest date first. */
export function digestText(cases: readonly OpenCase[]): string {
  const title = `# ${sentence`Payment recovery`}\n`;
  if (cases.length === 0) return `${title}\n${sentence`Nothing is open.`}\n`;
  const ofKind = (kind: OpenCase['kind']) => cases.filter((one) => one.kind === kind).sort(byDue);
  return [
    title,
    ...section(sentence`Disputes to answer`, sentence`Answer until`, ofKind('dispute')),
    ...section(sentence`Invoices to collect`, sentence`Next try`, ofKind('invoice')),
  ].join('\n');
}

function section(title: string, due: string, cases: readonly OpenCase[]): readonly string[] {
  if (cases.length === 0) return [];
  const heads = [sentence`Amount`, sentence`Customer`, sentence`Why`, due, sentence`Since`, ''];
  return [`## ${title}\n`, row(heads), row(heads.map(() => '---')), ...cases.map(caseRow), ''];
}

function caseRow({ id, amount, customer, why, attempts, since, due, link }: OpenCase): string {
  const tries = attempts === undefined ? why : sentence`${why}, tried ${attempts} times`;
  const page = link === undefined ? `\`${id}\`` : `[${id}](${link})`;
  return row(
    [amount ?? '', customer, tries, due === undefined ? '' : day(due), day(since)].map(cell).concat(page),
  );
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function cell(text: string): string {
  return text.replace(/[\\`*_[\]<>|]/g, '\\$&').replace(/\s+/g, ' ');
}

function day(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 10);
}

function byDue(one: OpenCase, other: OpenCase): number {
  return (one.due ?? Infinity) - (other.due ?? Infinity) || one.since - other.since;
}
