import * as vscode from 'vscode';
import type { AppStatus, LogLine } from '../../apps/status.ts';
import type { AppDocumentNode, AppEventsNode, AppLogNode, AppNode, AppsNode } from './appNodes.ts';

/** The row of a node. */
export function appsItem(node: AppsNode, status: AppStatus | undefined): vscode.TreeItem {
  switch (node.kind) {
    case 'app':
      return appItem(node, status);
    case 'document':
      return documentItem(node);
    case 'events':
      return eventsItem(node);
    case 'line':
      return lineItem(node);
  }
}

function appItem({ installation, app }: AppNode, status: AppStatus | undefined): vscode.TreeItem {
  const { id, name, enabled } = installation;
  const item = new vscode.TreeItem(name, vscode.TreeItemCollapsibleState.Collapsed);
  item.id = id;
  const isSuspended = status?.state === 'suspended';
  item.contextValue = `app.${enabled ? (isSuspended ? 'suspended' : 'enabled') : 'disabled'}`;
  item.iconPath = iconOf({ installation, app, kind: 'app' }, status);
  item.description = [stateText({ installation, app, kind: 'app' }, status), lastText(status)]
    .filter(Boolean)
    .join(' · ');
  item.tooltip = [app?.description, countsText(status), status?.last?.error].filter(Boolean).join('\n');
  return item;
}

function iconOf({ installation, app }: AppNode, status: AppStatus | undefined): vscode.ThemeIcon {
  const icon = (id: string, color: string) => new vscode.ThemeIcon(id, new vscode.ThemeColor(color));
  if (!installation.enabled) return icon('debug-pause', 'disabledForeground');
  if (!app || needsTrust(app)) return icon('circle-slash', 'disabledForeground');
  if (status?.state === 'suspended') return icon('error', 'testing.iconFailed');
  if (status?.state === 'retrying') return icon('history', 'testing.iconQueued');
  if (status?.last?.error !== undefined) return icon('warning', 'list.warningForeground');
  return status?.last ? icon(app.icon, 'testing.iconPassed') : new vscode.ThemeIcon(app.icon);
}

function stateText({ installation, app }: AppNode, status: AppStatus | undefined): string | undefined {
  if (!installation.enabled) return vscode.l10n.t('disabled');
  if (!app) return vscode.l10n.t('its extension is not running');
  if (needsTrust(app)) return vscode.l10n.t('waits for a trusted workspace');
  switch (status?.state) {
    case undefined:
      return vscode.l10n.t('no event yet');
    case 'suspended':
      return vscode.l10n.t('suspended');
    case 'retrying':
      return vscode.l10n.t('tries again');
    case 'running':
    case 'idle':
      return undefined;
  }
}

function needsTrust(app: NonNullable<AppNode['app']>): boolean {
  return app.needsTrust && !vscode.workspace.isTrusted;
}

function lastText(status: AppStatus | undefined): string | undefined {
  if (!status?.last) return undefined;
  const { type, at, error } = status.last;
  const time = new Date(at).toLocaleTimeString();
  return error === undefined
    ? vscode.l10n.t('{0} at {1}', type, time)
    : vscode.l10n.t('{0} failed at {1}', type, time);
}

function countsText(status: AppStatus | undefined): string | undefined {
  if (!status) return undefined;
  const { runs, failed, waiting, leftOut } = status;
  return vscode.l10n.t('{0} events, {1} failed, {2} waiting, {3} left out', runs, failed, waiting, leftOut);
}

function documentItem({ installation }: AppDocumentNode): vscode.TreeItem {
  const item = new vscode.TreeItem(vscode.l10n.t('Show the list'));
  item.id = `${installation.id}/document`;
  item.iconPath = new vscode.ThemeIcon('open-preview');
  item.command = {
    command: 'stripeWebhooks.app.openDocument',
    title: vscode.l10n.t('Show the list'),
    arguments: [{ kind: 'document', installation } satisfies AppDocumentNode],
  };
  return item;
}

function eventsItem({ installation, patterns }: AppEventsNode): vscode.TreeItem {
  const item = new vscode.TreeItem(vscode.l10n.t('Events'));
  item.id = `${installation.id}/events`;
  item.iconPath = new vscode.ThemeIcon('filter');
  item.description = patterns.join(', ');
  item.tooltip = patterns.join('\n');
  return item;
}

function lineItem({ installation, line }: AppLogNode): vscode.TreeItem {
  const item = new vscode.TreeItem(line.text);
  item.id = `${installation.id}/line/${line.at}/${line.number}`;
  item.iconPath = lineIcon(line.level);
  item.description = new Date(line.at).toLocaleTimeString();
  item.tooltip = line.text;
  if (line.receiptId !== undefined)
    item.command = {
      command: 'stripeWebhooks.event.open',
      title: vscode.l10n.t('Open event'),
      arguments: [line.receiptId],
    };
  return item;
}

function lineIcon(level: LogLine['level']): vscode.ThemeIcon {
  switch (level) {
    case 'info':
      return new vscode.ThemeIcon('circle-small');
    case 'warn':
      return new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
    case 'error':
      return new vscode.ThemeIcon('error', new vscode.ThemeColor('testing.iconFailed'));
  }
}
