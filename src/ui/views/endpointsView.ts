import { isDeepStrictEqual } from 'node:util';
import * as vscode from 'vscode';
import type { HumanErrorReason } from '../../humanError.ts';
import type { ContextKeys } from '../../ids.ts';
import type { Connection } from '../../stripe/connection.ts';
import type { Endpoint } from '../../stripe/endpoint.ts';
import type { Rolls } from '../../stripe/roll.ts';
import type { SigningSecrets } from '../../stripe/signingSecrets.ts';
import type { EndpointList, EndpointListState } from '../control/endpointList.ts';
import type { ReceiverControl } from '../control/receiverControl.ts';
import type { ThisMachine } from '../control/thisMachine.ts';
import type { WorkspaceHandlers } from '../control/workspaceHandlers.ts';
import { setContext } from '../host/contextKeys.ts';
import { EndpointChildren } from './endpointChildren.ts';
import { endpointItem, eventTypeItem, secretItem, type EndpointFacts } from './endpointItems.ts';
import type { EndpointNode, EndpointsNode } from './endpointNodes.ts';
import { sortOrders, type EndpointOrder } from './endpointOrder.ts';
import { endpointTooltip } from './endpointTooltip.ts';
import type { LateTree } from './lateTree.ts';
import { connectionName } from './liveColor.ts';

/** What the endpoints view shows and follows. */
export interface EndpointsViewParts {
  readonly endpointList: EndpointList;
  readonly handlers: WorkspaceHandlers;
  readonly receiver: ReceiverControl;
  readonly rolls: Rolls;
  readonly secrets: SigningSecrets;
  readonly thisMachine: ThisMachine;
  readonly workspaceState: vscode.Memento;
}

const orderKey = 'endpointOrder';

/** The tree of the active connection's endpoints, with their secrets and event types. */
export class EndpointsView implements vscode.TreeDataProvider<EndpointsNode>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<EndpointsNode | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #parts: EndpointsViewParts;
  readonly #children: EndpointChildren;
  readonly #view: vscode.TreeView<EndpointsNode>;
  readonly #subscriptions: vscode.Disposable[];
  #rows: readonly EndpointNode[] = [];
  /** What each row was last shown with, besides its endpoint. */
  readonly #shown = new WeakMap<EndpointNode, EndpointFacts>();

  constructor(parts: EndpointsViewParts, tree: LateTree<EndpointsNode>) {
    this.#parts = parts;
    const { endpointList, receiver } = parts;
    this.#children = new EndpointChildren(parts.secrets, parts.handlers);
    this.#view = tree.view;
    this.#subscriptions = [
      this.#changed,
      this.#children,
      endpointList.onDidChange(() => this.#update()),
      receiver.onDidChange(() => this.refreshRows()),
      this.#followSecrets(),
      this.#children.onDidChange((row) => this.#changed.fire(row)),
      this.#view.onDidChangeVisibility(({ visible }) => endpointList.shown(visible)),
    ];
    this.#update();
    tree.show(this);
    if (this.visible) endpointList.shown(true);
  }

  /** True while the user can see the view. */
  get visible(): boolean {
    return this.#view.visible;
  }

  async getChildren(node?: EndpointsNode): Promise<EndpointsNode[]> {
    if (!node) return [...this.#rows];
    return node.kind === 'endpoint' ? this.#children.of(node) : [];
  }

  getParent(node: EndpointsNode): EndpointsNode | undefined {
    return node.kind === 'endpoint' ? undefined : node.parent;
  }

  getTreeItem(node: EndpointsNode): vscode.TreeItem {
    switch (node.kind) {
      case 'endpoint':
        return endpointItem(node, this.#factsOf(node.endpoint));
      case 'secret':
        return secretItem(node);
      case 'eventType':
        return eventTypeItem(node, this.#children.handlersOf(node));
    }
  }

  #factsOf(endpoint: Endpoint): EndpointFacts {
    const { rolls, endpointList, thisMachine } = this.#parts;
    return {
      roll: rolls.of(endpoint),
      failing: endpointList.failing(endpoint),
      reaches: thisMachine.describe(endpoint.url),
    };
  }

  /** The tooltip is made when it is asked for, because it shows the end of the signing secret. */
  async resolveTreeItem(item: vscode.TreeItem, node: EndpointsNode): Promise<vscode.TreeItem> {
    if (node.kind !== 'endpoint') return item;
    const { connection, endpoint } = node;
    item.tooltip = endpointTooltip(endpoint, {
      secret: await this.#parts.secrets.get(connection.id, endpoint.id),
      failing: this.#parts.endpointList.failing(endpoint),
      roll: this.#parts.rolls.of(endpoint),
      live: connection.mode === 'live',
    });
    return item;
  }

  /** The order that the endpoints are shown in. */
  get order(): EndpointOrder {
    return this.#parts.workspaceState.get<EndpointOrder>(orderKey, 'newest');
  }

  /** Shows them in another order, from now on. */
  async sort(order: EndpointOrder): Promise<void> {
    await this.#parts.workspaceState.update(orderKey, order);
    this.#update();
  }

  /** Selects and shows an endpoint that was just created; the focus stays, since the user may be elsewhere by now. */
  async reveal(id: string): Promise<void> {
    const node = this.#rows.find(({ endpoint }) => endpoint.id === id);
    if (node) await this.#view.reveal(node, { select: true });
  }

  dispose(): void {
    vscode.Disposable.from(...this.#subscriptions).dispose();
  }

  /** Shows the rows anew after something changed that the list does not tell, such as how far a roll is. */
  refreshRows(): void {
    for (const row of this.#rows) this.#changed.fire(row);
  }

  /** A secret that came or went shows in the rows under its endpoint. */
  #followSecrets(): vscode.Disposable {
    const { secrets } = this.#parts;
    const show = ({ connectionId, endpointId }: { connectionId: string; endpointId: string }) => {
      const row = this.#rows.find(
        ({ connection, endpoint }) => connection.id === connectionId && endpoint.id === endpointId,
      );
      if (row) this.#changed.fire(row);
    };
    secrets.on('changed', show);
    return new vscode.Disposable(() => secrets.off('changed', show));
  }

  #update(): void {
    const { state, connection } = this.#parts.endpointList;
    this.#view.description = connectionName(connection);
    this.#view.message = messageOf(state);
    setContext('stripeWebhooks.connectionKind', connection.kind);
    if (state.kind === 'error') setContext('stripeWebhooks.endpointsError', errorKind(state.error.reason));
    setContext(
      'stripeWebhooks.endpointsState',
      state.kind === 'loaded' ? (state.endpoints.length > 0 ? 'content' : 'empty') : state.kind,
    );
    const endpoints = state.kind === 'loaded' ? state.endpoints : [];
    this.#showRows(connection, [...endpoints].sort(sortOrders()[this.order].compare));
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
    this.#children.keepOnly(this.#rows);
    for (const [at, endpoint] of endpoints.entries()) {
      const row = this.#rows[at];
      if (!row) continue;
      const facts = this.#factsOf(endpoint);
      if (isDeepStrictEqual([row.endpoint, this.#shown.get(row)], [endpoint, facts])) continue;
      row.endpoint = endpoint;
      this.#shown.set(row, facts);
      if (sameRows) this.#changed.fire(row);
    }
  }
}

// A message would hide the welcome text, so it stands only over rows.
function messageOf(state: EndpointListState): string | undefined {
  if (state.kind !== 'loaded' || state.endpoints.length === 0) return undefined;
  if (state.staleSince !== undefined)
    return vscode.l10n.t('as of {0}, not reachable now', new Date(state.staleSince).toLocaleString());
  return state.incomplete && vscode.l10n.t('Some may be missing: {0}', state.incomplete.message);
}

// Welcome texts are static, so each kind of error that has a way out of its own has a text of its own.
function errorKind(reason: HumanErrorReason): ContextKeys['stripeWebhooks.endpointsError'] {
  switch (reason) {
    case 'sandbox':
    case 'authentication':
    case 'offline':
    case 'permission':
      return reason;
    case 'timeout':
      return 'offline';
    default:
      return 'other';
  }
}
