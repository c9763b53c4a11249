import * as vscode from 'vscode';
import type { CommandId } from '../../../ids.ts';
import { askPick, only } from '../../host/multiStep.ts';
import { executeCommand } from '../../host/executeCommand.ts';
import { sourceSentence } from '../../views/sourceText.ts';
import type { Parts } from '../parts.ts';

/** What the status bar item offers. */
export async function showActions({
  receiver,
  connections,
  source,
}: Pick<Parts, 'receiver' | 'connections' | 'source'>): Promise<void> {
  const running = receiver.url !== undefined;
  const items: (vscode.QuickPickItem & { readonly command: CommandId })[] = [
    running
      ? {
          label: vscode.l10n.t('$(debug-stop) Stop Receiver'),
          description: receiver.url,
          command: 'stripeWebhooks.receiver.stop',
        }
      : {
          label: vscode.l10n.t('$(play) Start Receiver'),
          description: receiver.expectedUrl,
          command: 'stripeWebhooks.receiver.start',
        },
    source.running
      ? {
          label: vscode.l10n.t('$(debug-stop) Stop Event Source'),
          description: source.current && sourceSentence(source.current),
          command: 'stripeWebhooks.source.stop',
        }
      : {
          label: vscode.l10n.t('$(cloud-download) Receive Without an Endpoint…'),
          description: connections.active.label,
          command: 'stripeWebhooks.source.start',
        },
    { label: vscode.l10n.t('$(zap) Trigger Event…'), command: 'stripeWebhooks.event.trigger' },
    { label: vscode.l10n.t('$(list-flat) Show Events'), command: 'stripeWebhooks.panel.show' },
    { label: vscode.l10n.t('$(output) Show Events Output'), command: 'stripeWebhooks.event.showOutput' },
    { label: vscode.l10n.t('$(copy) Copy Receiver URL'), command: 'stripeWebhooks.receiver.copyUrl' },
    {
      label: vscode.l10n.t('$(arrow-swap) Switch Connection…'),
      description: connections.active.label,
      command: 'stripeWebhooks.connection.switch',
    },
  ];
  const { command } = only(await askPick(items, vscode.l10n.t('Stripe Webhooks')));
  await executeCommand(command);
}
