import * as vscode from 'vscode';
import { HumanError } from '../../../humanError.ts';
import type { FailedNode } from '../../views/targetNodes.ts';
import { openAnswer } from '../event/reportAttempt.ts';
import type { Parts } from '../parts.ts';
import { pickFailed } from './retry.ts';

type Needs = Pick<Parts, 'deliveries' | 'journal' | 'targets'>;

/** Opens what the app answered to an event that it did not take. Throws a `HumanError` when it did not answer. */
export async function showAnswer(parts: Needs, node?: FailedNode): Promise<void> {
  const { routed, target } =
    node ?? (await pickFailed(parts, vscode.l10n.t('Delivery whose answer to show')));
  const attempts = await (await parts.journal.get()).attemptsOf(routed.receiptId);
  const newest = attempts.findLast((attempt) => attempt.target === target.id);
  if (newest && newest.response && newest.response.body.length > 0) return openAnswer(newest);
  throw new HumanError(
    newest?.error ??
      vscode.l10n.t('{0} answered {1} without a body.', target.name, newest?.response?.status ?? ''),
    'not-found',
  );
}
