import * as vscode from 'vscode';
import type { ReceiptFilter } from '../../journal/filter.ts';
import type { Journal, JournalledReceipt } from '../../journal/journal.ts';
import { askPick, askPicks, askText, only } from '../host/multiStep.ts';

const minute = 60_000;
const pageSize = 500;

/** Asks which received events to replay: single ones, or all of a time or a kind. Gives them in the order of arrival. */
export async function askReplayScope(journal: Journal): Promise<readonly JournalledReceipt[]> {
  const now = Date.now();
  const since = (from: number) => () => Promise.resolve<ReceiptFilter>({ from, outcome: 'verified' });
  const rows: readonly (vscode.QuickPickItem & { readonly filter?: () => Promise<ReceiptFilter> })[] = [
    { label: vscode.l10n.t('$(list-selection) Pick Events …') },
    { label: vscode.l10n.t('$(clock) Of the Last 5 Minutes'), filter: since(now - 5 * minute) },
    { label: vscode.l10n.t('$(clock) Of the Last Hour'), filter: since(now - 60 * minute) },
    { label: vscode.l10n.t('$(clock) Of Today'), filter: since(new Date(now).setHours(0, 0, 0, 0)) },
    { label: vscode.l10n.t('$(calendar) Between Two Times …'), filter: askTimes },
    { label: vscode.l10n.t('$(symbol-event) Of Some Types …'), filter: askTypes },
    {
      label: vscode.l10n.t('$(error) What a Target Did Not Take'),
      filter: () => Promise.resolve({ delivery: 'failed', outcome: 'verified' }),
    },
  ];
  const { filter } = only(await askPick(rows, vscode.l10n.t('Which events to replay')));
  return filter ? allOf(journal, await filter()) : pickReceipts(journal);
}

/** Everything that a filter finds, page by page, the oldest first. */
async function allOf(journal: Journal, filter: ReceiptFilter): Promise<readonly JournalledReceipt[]> {
  const found: JournalledReceipt[] = [];
  for (;;) {
    const before = found.at(-1)?.id;
    const page = await journal.list({ limit: pageSize, filter, ...(before !== undefined && { before }) });
    found.push(...page);
    if (page.length < pageSize) return found.reverse();
  }
}

async function pickReceipts(journal: Journal): Promise<readonly JournalledReceipt[]> {
  const receipts = await journal.list({ limit: 200, filter: { outcome: 'verified' } });
  const items = receipts.map((receipt) => ({
    receipt,
    label: receipt.event?.type ?? '',
    description: [receipt.event?.objectId, new Date(receipt.receivedAt).toLocaleTimeString()]
      .filter(Boolean)
      .join(' · '),
    detail: `#${receipt.id} ${receipt.event?.id ?? ''}`,
  }));
  const picked = only(await askPicks(items, [], vscode.l10n.t('Events to replay')));
  return picked.map(({ receipt }) => receipt).sort((one, other) => one.id - other.id);
}

async function askTypes(): Promise<ReceiptFilter> {
  const text = only(
    await askText({
      prompt: vscode.l10n.t('Event types and patterns, for instance: invoice.*, customer.created'),
      validate: (typed) => (typed ? undefined : vscode.l10n.t('Write at least one type.')),
    }),
  );
  return { types: text.split(/[\s,]+/).filter(Boolean), outcome: 'verified' };
}

async function askTimes(): Promise<ReceiptFilter> {
  const ask = (prompt: string, value: number) =>
    askText({
      prompt,
      value: localTime(value),
      validate: (text) =>
        Number.isNaN(Date.parse(text))
          ? vscode.l10n.t('Write a time like {0}.', localTime(Date.now()))
          : undefined,
    });
  const from = Date.parse(only(await ask(vscode.l10n.t('From'), Date.now() - 60 * minute)));
  const until = Date.parse(only(await ask(vscode.l10n.t('Until'), Date.now())));
  return { from, until, outcome: 'verified' };
}

/** `2026-11-24 12:03:04` in the local time zone, which `Date.parse` reads. */
function localTime(ms: number): string {
  const local = new Date(ms - new Date(ms).getTimezoneOffset() * minute);
  return local.toISOString().slice(0, 19).replace('T', ' ');
}
