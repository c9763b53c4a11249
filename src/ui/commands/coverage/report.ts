import * as vscode from 'vscode';
import type { CoveredType, EndpointCoverage } from '../../../handlers/coverage.ts';
import { currentCoverage, receiptsLookedAt } from '../../control/currentCoverage.ts';
import { withProgress } from '../../host/progress.ts';
import type { Parts } from '../parts.ts';

/** Writes the coverage as a Markdown document, unsaved, and shows it beside its preview. */
export async function reportCoverage(parts: Parts): Promise<void> {
  const { connection, coverage } = await withProgress(vscode.l10n.t('Looking for handlers …'), () =>
    currentCoverage(parts),
  );
  const content = [
    `# ${vscode.l10n.t('Webhook coverage of {0}', connection.label)}`,
    vscode.l10n.t(
      'As of {0}. Received means: among the newest {1} verified events.',
      new Date().toLocaleString(),
      receiptsLookedAt,
    ),
    ...coverage.endpoints.map(endpointSection),
    section(
      vscode.l10n.t('Handled, but not subscribed to'),
      vscode.l10n.t('Code that no endpoint sends events to: subscribe to these types, or remove the code.'),
      coverage.notSubscribed,
    ),
    section(
      vscode.l10n.t('Received, but not handled'),
      vscode.l10n.t('Events that arrive and that nothing handles: write handlers, or unsubscribe.'),
      coverage.receivedNotHandled,
    ),
  ]
    .filter(Boolean)
    .join('\n\n');
  const document = await vscode.workspace.openTextDocument({ language: 'markdown', content: `${content}\n` });
  await vscode.window.showTextDocument(document, { preview: false });
  await vscode.commands.executeCommand('markdown.showPreviewToSide', document.uri);
}

function endpointSection({ endpoint, all, handled, notHandled }: EndpointCoverage): string {
  const summary = all
    ? vscode.l10n.t('Subscribed to all events; the code handles {0} types.', handled.length)
    : vscode.l10n.t(
        'The code handles {0} of {1} subscribed types.',
        handled.length,
        handled.length + notHandled.length,
      );
  return [
    `## ${endpoint.name ?? endpoint.target}`,
    `\`${endpoint.id}\` · ${endpoint.status === 'enabled' ? vscode.l10n.t('enabled') : vscode.l10n.t('paused')}`,
    summary,
    table([...notHandled, ...handled]),
  ]
    .filter(Boolean)
    .join('\n\n');
}

function section(title: string, explanation: string, types: readonly CoveredType[]): string {
  return types.length === 0 ? '' : [`## ${title}`, explanation, table(types)].join('\n\n');
}

function table(types: readonly CoveredType[]): string {
  if (types.length === 0) return '';
  const head = [vscode.l10n.t('Event type'), vscode.l10n.t('Handler'), vscode.l10n.t('Received')];
  const rows = types.map(({ type, handlers, received }) => [
    `\`${type}\``,
    handlers.length > 0 ? handlers.map(placeOf).join(', ') : `**${vscode.l10n.t('none')}**`,
    String(received),
  ]);
  return [head, ['---', '---', '--:'], ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

function placeOf({ file, line }: { readonly file: string; readonly line: number }): string {
  const path = vscode.workspace.asRelativePath(file);
  return `[${path.replaceAll(/[[\]|\\]/g, '\\$&')}:${line + 1}](<${vscode.Uri.file(file).toString(true)}#L${line + 1}>)`;
}
