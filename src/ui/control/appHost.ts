import * as vscode from 'vscode';
import type { AppHost, AppReceipt } from '../../apps/app.ts';
import type { FullReceipt } from '../../journal/journal.ts';
import { dashboardUrl } from '../../stripe/dashboard.ts';
import type { Connections } from '../../stripe/connections.ts';
import type { SigningSecrets } from '../../stripe/signingSecrets.ts';
import { fixtureName } from '../../eventTests/fixtureText.ts';
import { executeCommand } from '../host/executeCommand.ts';
import { runTask } from '../host/runTask.ts';

const statusMilliseconds = 10_000;

/** What the host of the apps is built from. */
export interface AppHostParts {
  readonly connections: Connections;
  readonly secrets: SigningSecrets;
  /** The text of a receipt's fixture. */
  readonly fixtureOf: (receipt: FullReceipt) => string;
}

/** What the built-in apps can do in the editor. */
export function createAppHost({ connections, secrets, fixtureOf }: AppHostParts): AppHost {
  let shown: vscode.Disposable | undefined;
  return {
    showStatus: (text, receiptId) => {
      shown?.dispose();
      shown = showStatus(text, receiptId);
    },
    notify: (text, receiptId) => void notify(text, receiptId),
    workspaceFolder: () => {
      const [folder] = vscode.workspace.workspaceFolders ?? [];
      return folder?.uri.scheme === 'file' ? folder.uri.fsPath : undefined;
    },
    signingSecrets: ({ connectionId, endpointId }) => secrets.getAll(connectionId, endpointId),
    dashboardUrl: (connectionId, id) => {
      const connection = connections.find(connectionId);
      return connection && dashboardUrl(connection, { id });
    },
    runTask,
    fixture: (receipt: AppReceipt) => ({ name: fixtureName(receipt.event.type), text: fixtureOf(receipt) }),
  };
}

/** One item at a time, which goes by itself. */
function showStatus(text: string, receiptId: number): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('stripeWebhooks.app', vscode.StatusBarAlignment.Left);
  item.name = vscode.l10n.t('Stripe event');
  item.text = `$(bell) ${text}`;
  item.command = { command: 'stripeWebhooks.event.open', title: '', arguments: [receiptId] };
  item.show();
  const timer = setTimeout(() => item.dispose(), statusMilliseconds);
  return new vscode.Disposable(() => {
    clearTimeout(timer);
    item.dispose();
  });
}

async function notify(text: string, receiptId: number): Promise<void> {
  const open = vscode.l10n.t('Open Event');
  const answer = await vscode.window.showInformationMessage(text, open);
  if (answer === open) await executeCommand('stripeWebhooks.event.open', receiptId);
}
