import * as vscode from 'vscode';
import { openSetting } from '../../host/openSetting.ts';
import { readSetting } from '../../host/settings.ts';
import type { Parts } from '../parts.ts';

type Needs = Pick<Parts, 'receiver' | 'eventsOutput' | 'messages'>;

/** Starts the receiver and shows where events will appear. */
export async function startReceiver({ receiver, eventsOutput, messages }: Needs): Promise<void> {
  const alreadyRunning = receiver.url !== undefined;
  const { port, preferredPortTaken } = await receiver.start();
  eventsOutput.show();
  if (alreadyRunning) {
    messages.info(vscode.l10n.t('The receiver is already running at {0}.', receiver.url ?? ''));
  } else if (preferredPortTaken) {
    messages.warn(
      vscode.l10n.t(
        'Port {0} is in use by another program, so the receiver listens on {1}: endpoints must use {2}.',
        readSetting('receiver.port'),
        port,
        receiver.url ?? '',
      ),
      {
        title: vscode.l10n.t('Copy URL'),
        run: () => vscode.env.clipboard.writeText(receiver.url ?? ''),
      },
      {
        title: vscode.l10n.t('Change Port'),
        run: () => openSetting('receiver.port'),
      },
    );
  }
}
