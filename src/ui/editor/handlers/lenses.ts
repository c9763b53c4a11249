import * as vscode from 'vscode';
import type { Handler } from '../../../handlers/handler.ts';
import type { Journal, JournalledReceipt } from '../../../journal/journal.ts';
import type { Lazily } from '../../control/lazily.ts';
import type { WorkspaceHandlers } from '../../control/workspaceHandlers.ts';

/** Lenses over handlers: one that triggers, and one that says what came last, which is looked up when it is shown. */
export class HandlerLens extends vscode.CodeLens {
  readonly eventType: string;
  /** Names the type where the line handles several. */
  readonly shared: boolean;

  constructor(range: vscode.Range, { eventType }: Handler, shared: boolean) {
    super(range);
    this.eventType = eventType;
    this.shared = shared;
  }
}

/** The lenses of a document's handlers. */
export async function handlerLenses(
  handlers: WorkspaceHandlers,
  document: vscode.TextDocument,
): Promise<vscode.CodeLens[]> {
  const found = await handlers.in(document);
  return found.flatMap((handler) => {
    const range = new vscode.Range(handler.line, handler.column, handler.endLine, handler.endColumn);
    const shared = found.some((other) => other !== handler && other.line === handler.line);
    const last = new HandlerLens(range, handler, shared);
    return handler.eventType.endsWith('*') ? [last] : [triggerLens(range, handler, shared), last];
  });
}

function triggerLens(range: vscode.Range, { eventType }: Handler, shared: boolean): vscode.CodeLens {
  return new vscode.CodeLens(range, {
    title: shared ? vscode.l10n.t('$(zap) Trigger {0}', eventType) : vscode.l10n.t('$(zap) Trigger'),
    tooltip: vscode.l10n.t('Trigger {0}', eventType),
    command: 'stripeWebhooks.event.trigger',
    arguments: [eventType],
  });
}

/** Fills in what came last, and how many. */
export async function resolveHandlerLens(
  lens: HandlerLens,
  journal: Lazily<Journal>,
): Promise<vscode.CodeLens> {
  const filter = { types: [lens.eventType] };
  const open = await journal.get();
  const [[last], count] = await Promise.all([open.list({ limit: 1, filter }), open.count(filter)]);
  const name = lens.shared ? `${lens.eventType}: ` : '';
  lens.command = last
    ? {
        title: name + lastReceived(last, count),
        tooltip: vscode.l10n.t('Show the events of type {0}', lens.eventType),
        command: 'stripeWebhooks.handler.showEvents',
        arguments: [lens.eventType],
      }
    : { title: name + vscode.l10n.t('not received yet'), command: '' };
  return lens;
}

/** E.g. `✓ 14:03:12 · 200 · 12 ms · 37 received`. */
function lastReceived({ receivedAt, verdict, delivery }: JournalledReceipt, count: number): string {
  const time = new Date(receivedAt);
  const today = time.toDateString() === new Date().toDateString();
  const verified = verdict.outcome === 'verified';
  return [
    `${verified ? '$(verified)' : '$(error)'} ${today ? time.toLocaleTimeString() : time.toLocaleString()}`,
    verified ? undefined : vscode.l10n.t('rejected'),
    delivery && (delivery.status?.toString() ?? vscode.l10n.t('no answer')),
    delivery && vscode.l10n.t('{0} ms', Math.round(delivery.milliseconds)),
    vscode.l10n.t('{0} received', count),
  ]
    .filter(Boolean)
    .join(' · ');
}
