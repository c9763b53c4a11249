import type { JournalledAttempt } from '../../journal/entry.ts';
import { bodyFixes } from '../../receiver/bodyFixes.ts';
import type { Verdict } from '../../receiver/verdict.ts';
import type { Pages } from './pages.ts';
import { rowOf } from './rowOf.ts';
import { runDetails } from './runDetails.ts';
import type { AttemptDetails, Details, VerdictText } from './shared/messages.ts';

/** Everything about one receipt; undefined when it is no longer in the journal. */
export async function detailsOf(pages: Pages, id: number): Promise<Details | undefined> {
  const [receipt, attempts] = await Promise.all([pages.get(id), pages.attemptsOf(id)]);
  if (!receipt) return undefined;
  const { event, body, headers, path, size, verdict } = receipt;
  const [previous] = event?.objectId
    ? await pages.list({ limit: 1, before: id, filter: { objectId: event.objectId, duplicates: 'hide' } })
    : [];
  return {
    row: rowOf(receipt),
    size,
    path,
    headers,
    ...textOf(body),
    verdict: verdictText(verdict),
    attempts: attempts.map(attemptDetails),
    previous: previous?.id,
    run: await runDetails(pages, receipt),
  };
}

function attemptDetails(attempt: JournalledAttempt): AttemptDetails {
  const { target, url, startedAt, milliseconds, response, error, dead } = attempt;
  return {
    target,
    url,
    at: startedAt,
    milliseconds,
    status: response?.status,
    error,
    dead,
    headers: response?.headers ?? [],
    body: response ? textOf(response.body).body : '',
  };
}

function textOf(bytes: Uint8Array): { readonly body: string; readonly binary: boolean } {
  try {
    // A mark at the beginning is part of what was sent.
    return { body: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes), binary: false };
  } catch {
    return { body: new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes), binary: true };
  }
}

function verdictText(verdict: Verdict): VerdictText {
  if (verdict.outcome === 'verified') return { verified: true, explanation: '', remedy: '', fixes: [] };
  const { explanation, remedy } = verdict;
  const fixes = bodyFixes(verdict).map(({ fix, ...rest }) => ({ ...rest, fix: fix() }));
  return { verified: false, explanation, remedy, fixes };
}
