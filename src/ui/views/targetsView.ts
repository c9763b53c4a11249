import * as vscode from 'vscode';
import { succeeded, type Attempt } from '../../delivery/attempt.ts';
import { isFaultless } from '../../delivery/faults.ts';
import type { Target } from '../../delivery/target.ts';
import type { Journal } from '../../journal/journal.ts';
import { Debounced } from '../control/debounced.ts';
import type { Deliveries } from '../control/deliveries.ts';
import type { Lazily } from '../control/lazily.ts';
import type { Targets } from '../control/targets.ts';
import { attemptText } from './attemptText.ts';
import type { LateTree } from './lateTree.ts';
import type { FailedNode, TargetNode, TargetsNode } from './targetNodes.ts';

interface Needs {
  readonly targets: Targets;
  readonly deliveries: Deliveries;
  readonly journal: Lazily<Journal>;
}

/** The tree of the targets, each with what it did not take. */
export class TargetsView implements vscode.TreeDataProvider<TargetsNode>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<TargetsNode | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #parts: Needs;
  readonly #view: vscode.TreeView<TargetsNode>;
  readonly #subscriptions: readonly vscode.Disposable[];

  constructor(parts: Needs, tree: LateTree<TargetsNode>) {
    this.#parts = parts;
    this.#view = tree.view;
    const soon = new Debounced(() => this.#changed.fire(undefined));
    this.#subscriptions = [
      this.#changed,
      soon,
      parts.targets.onDidChange(() => this.#changed.fire(undefined)),
      parts.deliveries.onDidChange(() => {
        if (this.#view.visible) soon.trigger();
      }),
      this.#view.onDidChangeVisibility(({ visible }) => {
        if (visible) soon.trigger();
      }),
    ];
    tree.show(this);
  }

  async getChildren(node?: TargetsNode): Promise<TargetsNode[]> {
    const { targets, journal, deliveries } = this.#parts;
    if (!node) return targets.list().map((target) => ({ kind: 'target', target }));
    if (node.kind !== 'target') return [];
    const { failedDeliveries } = await import('../control/failedDeliveries.ts');
    return [...(await failedDeliveries(node.target, await journal.get(), deliveries))];
  }

  getTreeItem(node: TargetsNode): vscode.TreeItem {
    return node.kind === 'target'
      ? targetItem(node, this.#parts.deliveries.lastOf(node.target.id))
      : failedItem(node);
  }

  dispose(): void {
    vscode.Disposable.from(...this.#subscriptions).dispose();
  }
}

function targetItem({ target }: TargetNode, last: Attempt | undefined): vscode.TreeItem {
  const item = new vscode.TreeItem(target.name, vscode.TreeItemCollapsibleState.Collapsed);
  const address = target.url.replace(/^http:\/\//, '');
  item.id = target.id;
  item.contextValue = `target.${target.paused ? 'paused' : 'active'}`;
  item.iconPath = targetIcon(target, last);
  item.description = [
    target.paused ? vscode.l10n.t('paused') : undefined,
    last && attemptText(last),
    address === target.name ? undefined : address,
    target.answers ? vscode.l10n.t('answers the sender') : undefined,
    isFaultless(target.faults) ? undefined : vscode.l10n.t('with faults'),
  ]
    .filter(Boolean)
    .join(' · ');
  item.tooltip = targetTooltip(target, last);
  return item;
}

function targetIcon({ paused }: Target, last: Attempt | undefined): vscode.ThemeIcon {
  const icon = (id: string, color: string) => new vscode.ThemeIcon(id, new vscode.ThemeColor(color));
  if (paused) return icon('debug-pause', 'disabledForeground');
  if (!last) return icon('circle-outline', 'disabledForeground');
  return succeeded(last) ? icon('pass', 'testing.iconPassed') : icon('error', 'testing.iconFailed');
}

function targetTooltip({ url, events, ordered, retries }: Target, last: Attempt | undefined): string {
  return [
    url,
    vscode.l10n.t('Events: {0}', events.join(', ')),
    ordered ? vscode.l10n.t('Order is kept per object.') : undefined,
    retries ? vscode.l10n.t('Retries as Stripe makes them, {0} times faster.', retries.speed) : undefined,
    last?.error,
  ]
    .filter(Boolean)
    .join('\n');
}

function failedItem({ target, routed, retryAt, reason, answer, failedAt }: FailedNode): vscode.TreeItem {
  const item = new vscode.TreeItem(routed.type);
  item.id = `${target.id}/${routed.receiptId}`;
  item.contextValue = 'failedDelivery';
  const icon = retryAt === undefined ? 'error' : 'history';
  const color = retryAt === undefined ? 'testing.iconFailed' : 'testing.iconQueued';
  item.iconPath = new vscode.ThemeIcon(icon, new vscode.ThemeColor(color));
  const next =
    retryAt === undefined
      ? vscode.l10n.t('given up')
      : vscode.l10n.t('next try at {0}', new Date(retryAt).toLocaleTimeString());
  item.description = `#${routed.receiptId} · ${next} · ${reason}`;
  item.tooltip = [routed.objectId, new Date(failedAt).toLocaleString(), reason, answer]
    .filter(Boolean)
    .join('\n');
  item.command = {
    command: 'stripeWebhooks.event.open',
    title: vscode.l10n.t('Open event'),
    arguments: [routed.receiptId],
  };
  return item;
}
