import * as vscode from 'vscode';
import type { CommandId } from '../../ids.ts';
import type { Connections } from '../../stripe/connections.ts';
import type { EndpointList } from '../control/endpointList.ts';
import type { ReceiverControl } from '../control/receiverControl.ts';
import { connectionName } from './liveColor.ts';

/**
 * One item: whether and where the receiver runs, and the connection in use; a live one is coloured.
 * Hidden until the user looks at the endpoints or starts the receiver.
 */
export class StatusBar implements vscode.Disposable {
  #item: vscode.StatusBarItem | undefined;
  readonly #subscriptions: readonly vscode.Disposable[];
  readonly #receiver: ReceiverControl;
  readonly #connections: Connections;

  constructor(receiver: ReceiverControl, connections: Connections, endpointList: EndpointList) {
    this.#receiver = receiver;
    this.#connections = connections;
    // A switch of the connection shows up as a change of the endpoint list.
    this.#subscriptions = [receiver, endpointList].map(({ onDidChange }) =>
      onDidChange(() => this.#update()),
    );
  }

  dispose(): void {
    vscode.Disposable.from(...this.#subscriptions).dispose();
    this.#item?.dispose();
  }

  #create(): vscode.StatusBarItem {
    const item = vscode.window.createStatusBarItem(
      'stripeWebhooks.receiver',
      vscode.StatusBarAlignment.Left,
      0,
    );
    item.name = vscode.l10n.t('Stripe Webhooks');
    item.command = 'stripeWebhooks.receiver.showActions' satisfies CommandId;
    return item;
  }

  #update(): void {
    const item = (this.#item ??= this.#create());
    const { url } = this.#receiver;
    const { active } = this.#connections;
    const label = connectionName(active);
    const state = url === undefined ? '$(circle-slash) Stripe' : `$(broadcast) Stripe :${new URL(url).port}`;
    item.text = `${state} · ${label}`;
    item.tooltip = url
      ? vscode.l10n.t('Receiving events at {0} ({1})', url, label)
      : vscode.l10n.t('The receiver is stopped ({0})', label);
    item.backgroundColor =
      active.mode === 'live' ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
    item.show();
  }
}
