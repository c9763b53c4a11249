import * as vscode from 'vscode';
import type { Attempt } from '../../delivery/attempt.ts';
import type { Delivered } from '../../delivery/dispatcher.ts';

/** What came of an attempt, in a few words: `200 in 12 ms`, or why there was no answer. */
export function attemptText({ response, error, milliseconds }: Attempt): string {
  if (!response) return error ?? vscode.l10n.t('no answer');
  return vscode.l10n.t('{0} in {1} ms', response.status, Math.round(milliseconds));
}

/** The log's line about a delivery. */
export function deliveryLine({ receiptId, target, attempt, retryAt, fault }: Delivered): string {
  const facts = [
    `#${receiptId} → ${target.name}`,
    attempt.response ? `${attempt.response.status} in ${Math.round(attempt.milliseconds)} ms` : undefined,
    attempt.error,
    fault && `fault: ${fault}`,
    retryAt === undefined ? undefined : `next try at ${new Date(retryAt).toISOString()}`,
    attempt.dead ? 'not tried again by itself' : undefined,
  ];
  return facts.filter(Boolean).join(', ');
}
