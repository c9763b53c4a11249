import { isDeepStrictEqual } from 'node:util';
import * as vscode from 'vscode';
import type { HumanErrorReason } from '../../humanError.ts';
import { views, type ContextKeys } from '../../ids.ts';
import type { Connection } from '../../stripe/connection.ts';
import type { Endpoint } from '../../stripe/endpoint.ts';
import type { Rolls } from '../../stripe/roll.ts';
import { choicesOf, type Roll } from '../../stripe/rollState.ts';
import type { SigningSecrets } from '../../stripe/signingSecrets.ts';
import type { EndpointList } from '../control/endpointList.ts';
import type { ReceiverControl } from '../control/receiverControl.ts';
import { setContext } from '../host/contextKeys.ts';
import { endpointTooltip } from './endpointTooltip.ts';
import { rollText } from './rollText.ts';
import type { EndpointNode, EndpointsNode, EventTypeNode } from './endpointNodes.ts';

/** The tree of the active connection's endpoints and their event types. */
export class EndpointsView implements vscode.TreeDataProvider<EndpointsNode>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<EndpointsNode | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #list: EndpointList;
  readonly #receiver: ReceiverControl;
  readonly #rolls: Rolls;
  readonly #secrets: SigningSecrets;
  readonly #view: vscode.TreeView<EndpointsNode>;
  readonly #subscriptions: vscode.Disposable[];
  #rows: readonly EndpointNode[] = [];

  constructor(list: EndpointList, receiver: ReceiverControl, rolls: Rolls, secrets: SigningSecrets) {
    this.#secrets = secrets;
    this.#rolls = rolls;
    this.#list = list;
    this.#receiver = receiver;
    this.#view = vscode.window.createTreeView(views.endpoints, {
      treeDataProvider: this,
      showCollapseAll: true,
      canSelectMany: true,
    });
    this.#subscriptions = [
      this.#view,
      this.#changed,
      list.onDidChange(() => this.#update()),
      receiver.onDidChange(() => this.#rows.forEach((row) => this.#changed.fire(row))),
      this.#view.onDidChangeVisibility(({ visible }) => {
        if (visible) void list.refresh();
      }),
    ];
    this.#update();
  }

  /** True while the user can see the view. */
  get visible(): boolean {
    return this.#view.visible;
  }

  getChildren(node?: EndpointsNode): EndpointsNode[] {
    if (node?.kind === 'endpoint') {
      return node.endpoint.events.map((type) => ({ kind: 'eventType', type, parent: node }));
    }
    return node ? [] : [...this.#rows];
  }

  getParent(node: EndpointsNode): EndpointsNode | undefined {
    return node.kind === 'eventType' ? node.parent : undefined;
  }

  getTreeItem(node: EndpointsNode): vscode.TreeItem {
    return node.kind === 'endpoint'
      ? endpointItem(node, this.#receiver.url, this.#rolls.of(node.endpoint))
      : eventTypeItem(node);
  }

  /** The tooltip is made when it is asked for, because it shows the end of the signing secret. */
  async resolveTreeItem(item: vscode.TreeItem, node: EndpointsNode): Promise<vscode.TreeItem> {
    if (node.kind !== 'endpoint') return item;
    const { connection, endpoint } = node;
    item.tooltip = endpointTooltip(endpoint, await this.#secrets.get(connection.id, endpoint.id));
    return item;
  }

  /** Selects and shows an endpoint that was just created; the focus stays, since the user may be elsewhere by now. */
  async reveal(id: string): Promise<void> {
    const node = this.#rows.find(({ endpoint }) => endpoint.id === id);
    if (node) await this.#view.reveal(node, { select: true });
  }

  dispose(): void {
    vscode.Disposable.from(...this.#subscriptions).dispose();
  }

  #update(): void {
    const { state, connection } = this.#list;
    this.#view.description = connection.label;
    // A message would hide the welcome text, so it stands only over rows.
    this.#view.message =
      state.kind === 'loaded' && state.staleSince !== undefined
        ? vscode.l10n.t('as of {0}, not reachable now', new Date(state.staleSince).toLocaleString())
        : undefined;
    setContext('stripeWebhooks.connectionKind', connection.kind);
    if (state.kind === 'error') setContext('stripeWebhooks.endpointsError', errorKind(state.error.reason));
    setContext(
      'stripeWebhooks.endpointsState',
      state.kind === 'loaded' ? (state.endpoints.length > 0 ? 'content' : 'empty') : state.kind,
    );
    this.#showRows(connection, state.kind === 'loaded' ? state.endpoints : []);
  }

  /** Shows rows anew whose roll got further. */
  rollsChanged(): void {
    for (const row of this.#rows) this.#changed.fire(row);
  }

  // As little as possible is refreshed: an action pressed while VS Code refreshes a row arrives without that row.
  #showRows(connection: Connection, endpoints: readonly Endpoint[]): void {
    const before = this.#rows;
    this.#rows = endpoints.map((endpoint) => {
      const known = before.find(
        (row) => row.connection.id === connection.id && row.endpoint.id === endpoint.id,
      );
      return known ?? { kind: 'endpoint', connection, endpoint };
    });
    const sameRows = this.#rows.length === before.length && this.#rows.every((row, at) => row === before[at]);
    if (!sameRows) this.#changed.fire(undefined);
    for (const [at, endpoint] of endpoints.entries()) {
      const row = this.#rows[at];
      if (!row || isDeepStrictEqual(row.endpoint, endpoint)) continue;
      row.endpoint = endpoint;
      if (sameRows) this.#changed.fire(row);
    }
  }
}

// Welcome texts are static, so each kind of error that has a way out of its own has a text of its own.
function errorKind(reason: HumanErrorReason): ContextKeys['stripeWebhooks.endpointsError'] {
  switch (reason) {
    case 'sandbox':
    case 'authentication':
    case 'offline':
      return reason;
    case 'timeout':
      return 'offline';
    default:
      return 'other';
  }
}

function endpointItem(
  { endpoint, connection }: EndpointNode,
  receiverUrl: string | undefined,
  roll: Roll | undefined,
): vscode.TreeItem {
  const { status, kind, name, target, description, secretKnown } = endpoint;
  const item = new vscode.TreeItem(
    name ?? target.replace(/^https?:\/\//, ''),
    vscode.TreeItemCollapsibleState.Collapsed,
  );
  const state = status === 'enabled' ? vscode.l10n.t('enabled') : vscode.l10n.t('paused');
  item.id = `${connection.id}/${endpoint.id}`;
  item.contextValue = `endpoint.${status}.${kind}${secretKnown ? '.secretKnown' : ''}.${endpoint.api}.${connection.kind}${rollContext(roll)}`;
  item.iconPath = roll
    ? new vscode.ThemeIcon('sync', new vscode.ThemeColor('charts.yellow'))
    : endpointIcon(endpoint);
  item.description = [
    roll && rollText(roll),
    status === 'enabled' ? undefined : state,
    endpoint.url === receiverUrl ? vscode.l10n.t('this receiver') : undefined,
    name ? target : undefined,
    secretKnown || kind !== 'webhook' ? undefined : vscode.l10n.t('secret unknown'),
    description,
  ]
    .filter(Boolean)
    .join(' · ');
  item.accessibilityInformation = { label: `${target}, ${state}` };
  return item;
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

function endpointIcon({ status, kind, secretKnown }: Endpoint): vscode.ThemeIcon {
  if (status === 'disabled') {
    return new vscode.ThemeIcon('debug-pause', new vscode.ThemeColor('disabledForeground'));
  }
  if (kind !== 'webhook') return new vscode.ThemeIcon('cloud', new vscode.ThemeColor('testing.iconPassed'));
  // Its events arrive, but nobody here can verify them.
  const color = secretKnown ? 'testing.iconPassed' : 'testing.iconQueued';
  return new vscode.ThemeIcon('broadcast', new vscode.ThemeColor(color));
}

function eventTypeItem({ type, parent }: EventTypeNode): vscode.TreeItem {
  const all = type === '*';
  const item = new vscode.TreeItem(all ? vscode.l10n.t('All events') : type);
  item.id = `${parent.connection.id}/${parent.endpoint.id}/${type}`;
  item.contextValue = all ? 'allEventTypes' : 'eventType';
  item.iconPath = new vscode.ThemeIcon('symbol-event');
  return item;
}
