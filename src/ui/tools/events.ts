import * as vscode from 'vscode';
import { HumanError } from '../../humanError.ts';
import type { FullReceipt, JournalledReceipt } from '../../journal/journal.ts';
import type { Parts } from '../commands/parts.ts';
import { connectionName } from '../views/liveColor.ts';

/** A receipt in a few words. */
export function eventFacts({
  id,
  event,
  receivedAt,
  source,
  verdict,
  duplicate,
  delivery,
}: JournalledReceipt) {
  return {
    id,
    type: event?.type ?? 'not a Stripe event',
    eventId: event?.id,
    objectId: event?.objectId,
    account: event?.account,
    receivedAt: new Date(receivedAt).toISOString(),
    source,
    live: event?.livemode === true ? true : undefined,
    signature: verdict.outcome === 'verified' ? 'verified' : `rejected: ${verdict.cause}`,
    duplicate: duplicate ? true : undefined,
    delivery:
      delivery &&
      (delivery.delivered ? 'delivered' : (delivery.error ?? `failed: ${delivery.status ?? 'no answer'}`)),
  };
}

/** A received event by its number. Throws a `HumanError` when it is gone. */
export async function receiptOf({ journal }: Pick<Parts, 'journal'>, id: number): Promise<FullReceipt> {
  const receipt = await (await journal.get()).get(id);
  if (receipt) return receipt;
  throw new HumanError(vscode.l10n.t('Event #{0} is no longer in the journal.', id), 'not-found');
}

/** What a tool that sends needs: no live account in use, and a trusted workspace. Throws a `HumanError`. */
export function requireSending({ connections }: Pick<Parts, 'connections'>): void {
  const { active } = connections;
  if (active.mode === 'live') {
    throw new HumanError(
      vscode.l10n.t(
        '{0} is a live account, which agents may only read: switch to the sandbox or a test account to send events.',
        connectionName(active),
      ),
      'unavailable',
    );
  }
  if (vscode.workspace.isTrusted) return;
  throw new HumanError(
    vscode.l10n.t('Nothing is sent from an untrusted workspace: trust it first, then try again.'),
    'unavailable',
  );
}

/** The same for events that are sent again: none of a live account. Throws a `HumanError`. */
export function refuseLiveEvents(receipts: readonly JournalledReceipt[]): void {
  const live = receipts.find(({ event }) => event?.livemode);
  if (!live) return;
  throw new HumanError(
    vscode.l10n.t('Event #{0} is of a live account; agents may read it, but not send it.', live.id),
    'unavailable',
  );
}
