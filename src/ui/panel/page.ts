import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/** Where the webview's files are: `dist/panel` of the extension. */
export function panelFolder(extension: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extension, 'dist', 'panel');
}

/**
 * The webview's page. Only the one script runs, by its nonce; styles and the icon font come from the extension's own
 * folder alone; nothing else is loaded, and no inline style or handler counts.
 */
export function page(webview: vscode.Webview, extension: vscode.Uri): string {
  const nonce = randomBytes(18).toString('base64');
  const file = (name: string) =>
    String(webview.asWebviewUri(vscode.Uri.joinPath(panelFolder(extension), name)));
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource}`,
    `font-src ${webview.cspSource}`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${vscode.env.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${vscode.l10n.t('Events')}</title>
<link id="vscode-codicon-stylesheet" rel="stylesheet" href="${file('codicon.css')}">
<link rel="stylesheet" href="${file('panel.css')}">
</head>
<body>
<main id="panel"></main>
<script type="module" nonce="${nonce}" src="${file('panel.js')}"></script>
</body>
</html>`;
}
