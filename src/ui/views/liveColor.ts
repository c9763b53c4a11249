import * as vscode from 'vscode';

const scheme = 'stripe-live';

/** The address by which a row of a live account gets its colour. */
export function liveUri(id: string): vscode.Uri {
  return vscode.Uri.from({ scheme, path: `/${id}` });
}

/** Colours every row that concerns a live account, so that nobody takes it for test data. */
export class LiveColor implements vscode.FileDecorationProvider {
  provideFileDecoration(uri: vscode.Uri): vscode.FileDecoration | undefined {
    if (uri.scheme !== scheme) return undefined;
    return {
      badge: '!',
      color: new vscode.ThemeColor('stripeWebhooks.liveForeground'),
      tooltip: vscode.l10n.t('LIVE: real money'),
    };
  }
}

/** A connection's name as it is shown to the user: a live one is marked in red wherever text has no colour of its own. */
export function connectionName({ mode, label }: { readonly mode: string; readonly label: string }): string {
  return mode === 'live' ? `🔴 LIVE ${label}` : label;
}
