import * as vscode from 'vscode';
import type { CommandId } from '../../ids.ts';
import type { Connections } from '../../stripe/connections.ts';
import type { ReceiverControl } from '../control/receiverControl.ts';

/** One item: whether the receiver runs and where; a live connection is coloured. Hidden until the receiver was used. */
export class StatusBar implements vscode.Disposable {
  readonly #item = vscode.window.createStatusBarItem(
    'stripeWebhooks.receiver',
    vscode.StatusBarAlignment.Left,
    0,
  );
  readonly #subscription: vscode.Disposable;
  readonly #receiver: ReceiverControl;
  readonly #connections: Connections;

  constructor(receiver: ReceiverControl, connections: Connections) {
    this.#receiver = receiver;
    this.#connections = connections;
    this.#item.name = vscode.l10n.t('Stripe Webhooks');
    this.#item.command = 'stripeWebhooks.receiver.showActions' satisfies CommandId;
    this.#subscription = receiver.onDidChange(() => this.#update());
    connections.on('changed', this.#changed);
  }

  dispose(): void {
    this.#connections.off('changed', this.#changed);
    this.#subscription.dispose();
    this.#item.dispose();
  }

  readonly #changed = (): void => {
    if (this.#item.text) this.#update();
  };

  #update(): void {
    const { url } = this.#receiver;
    const { active } = this.#connections;
    const port = url === undefined ? undefined : new URL(url).port;
    this.#item.text = port
      ? `$(broadcast) Stripe :${port}`
      : vscode.l10n.t('$(circle-slash) Stripe receiver stopped');
    this.#item.tooltip = url
      ? vscode.l10n.t('Receiving events at {0} ({1})', url, active.label)
      : vscode.l10n.t('The receiver is stopped ({0})', active.label);
    this.#item.backgroundColor =
      active.mode === 'live' ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
    this.#item.show();
  }
}
