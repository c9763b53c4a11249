import * as vscode from 'vscode';
import type { Handler } from '../../handlers/handler.ts';
import type { CommandId } from '../../ids.ts';
import type { Endpoint } from '../../stripe/endpoint.ts';
import type { FailingDeliveries } from '../../stripe/failingDeliveries.ts';
import { choicesOf, type Roll } from '../../stripe/rollState.ts';
import { liveUri } from './liveColor.ts';
import { rollText } from './rollText.ts';
import type { EndpointNode, EventTypeNode, SecretNode } from './endpointNodes.ts';

/** What is known of an endpoint besides what Stripe says of it. */
export interface EndpointFacts {
  readonly roll: Roll | undefined;
  readonly failing: FailingDeliveries | undefined;
  /** How it leads to this machine, in a few words; undefined when it does not. */
  readonly reaches: string | undefined;
}

/** The row of an endpoint. */
export function endpointItem({ endpoint, connection }: EndpointNode, facts: EndpointFacts): vscode.TreeItem {
  const { status, kind, name, target, secretKnown } = endpoint;
  const label = name ?? target.replace(/^https?:\/\//, '');
  const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.Collapsed);
  const state = stateText(endpoint, facts);
  item.id = `${connection.id}/${endpoint.id}`;
  item.contextValue = `endpoint.${status}.${kind}${secretKnown ? '.secretKnown' : ''}.${endpoint.api}.${connection.kind}.${endpoint.payload}${rollContext(facts.roll)}`;
  item.iconPath = endpointIcon(endpoint, facts);
  item.description = describe(endpoint, facts);
  item.accessibilityInformation = { label: `${target}, ${state}` };
  if (connection.mode === 'live') item.resourceUri = liveUri(endpoint.id);
  return item;
}

function describe(endpoint: Endpoint, { roll, failing, reaches }: EndpointFacts): string {
  const { status, kind, name, target, description, secretKnown } = endpoint;
  return [
    roll && rollText(roll, endpoint.id),
    status === 'enabled' ? failing && failingText(failing) : vscode.l10n.t('paused'),
    reaches,
    name ? target : undefined,
    secretKnown || kind !== 'webhook' ? undefined : vscode.l10n.t('secret unknown'),
    description,
  ]
    .filter(Boolean)
    .join(' · ');
}

/** What went wrong with an endpoint's deliveries, in a few words. */
export function failingText({ events }: FailingDeliveries): string {
  return events === 1
    ? vscode.l10n.t('failing: 1 event not delivered')
    : vscode.l10n.t('failing: {0} events not delivered', events);
}

function stateText({ id, status, secretKnown, kind }: Endpoint, { roll, failing }: EndpointFacts): string {
  if (status === 'disabled') return vscode.l10n.t('paused');
  if (roll) return rollText(roll, id);
  if (failing) return failingText(failing);
  return secretKnown || kind !== 'webhook' ? vscode.l10n.t('enabled') : vscode.l10n.t('secret unknown');
}

function endpointIcon(
  { status, kind, secretKnown }: Endpoint,
  { roll, failing }: EndpointFacts,
): vscode.ThemeIcon {
  const icon = (id: string, color: string) => new vscode.ThemeIcon(id, new vscode.ThemeColor(color));
  if (roll) return icon('sync', 'charts.yellow');
  if (status === 'disabled') return icon('debug-pause', 'disabledForeground');
  if (failing) return icon('error', 'testing.iconFailed');
  if (kind !== 'webhook') return icon('cloud', 'testing.iconPassed');
  // Without its secret its events arrive, but nobody here can verify them.
  return icon('broadcast', secretKnown ? 'testing.iconPassed' : 'testing.iconQueued');
}

function rollContext(roll: Roll | undefined): string {
  if (!roll) return '';
  const { confirm, finish, undo, provideSecret } = choicesOf(roll);
  return [
    confirm && '.canConfirm',
    finish && '.canFinish',
    undo && '.canUndo',
    provideSecret && '.canProvideSecret',
  ]
    .filter(Boolean)
    .join('');
}

/** The row of a signing secret, which shows its end alone. */
export function secretItem({ parent, position, masked }: SecretNode): vscode.TreeItem {
  const item = new vscode.TreeItem(masked ?? vscode.l10n.t('Signing secret'));
  item.id = `${parent.connection.id}/${parent.endpoint.id}/secret/${position}/${masked ?? ''}`;
  item.contextValue = masked ? 'secret.known' : 'secret.unknown';
  item.iconPath = new vscode.ThemeIcon(masked ? 'key' : 'question');
  item.description =
    masked === undefined
      ? vscode.l10n.t('not known to this editor')
      : position === 0
        ? vscode.l10n.t('signing secret')
        : vscode.l10n.t('older secret, still accepted');
  item.tooltip =
    masked === undefined
      ? vscode.l10n.t(
          'Stripe shows a signing secret only at creation: paste it from the Dashboard, or roll it.',
        )
      : vscode.l10n.t('Kept in this machine’s secret storage; copy it or show it for a moment.');
  return item;
}

/** The row of an event type, with the code that handles it once that was looked for. */
export function eventTypeItem(
  { type, parent }: EventTypeNode,
  handlers: readonly Handler[] | undefined,
): vscode.TreeItem {
  const all = type === '*';
  const item = new vscode.TreeItem(all ? vscode.l10n.t('All events') : type);
  item.id = `${parent.connection.id}/${parent.endpoint.id}/${type}`;
  item.contextValue = all ? 'allEventTypes' : 'eventType';
  item.iconPath = new vscode.ThemeIcon('symbol-event');
  if (!handlers) return item;
  const [first, ...others] = handlers;
  if (!first) {
    item.iconPath = new vscode.ThemeIcon('circle-outline');
    item.description = vscode.l10n.t('no handler');
    item.tooltip = vscode.l10n.t('No code in this workspace handles {0}.', type);
    return item;
  }
  const place = `${vscode.workspace.asRelativePath(first.file)}:${first.line + 1}`;
  item.description = others.length === 0 ? place : vscode.l10n.t('{0} handlers', handlers.length);
  item.tooltip = handlers
    .map(({ file, line }) => `${vscode.workspace.asRelativePath(file)}:${line + 1}`)
    .join('\n');
  item.command = {
    command: 'stripeWebhooks.handler.goTo' satisfies CommandId,
    title: vscode.l10n.t('Go to Handler'),
    arguments: [type],
  };
  return item;
}
