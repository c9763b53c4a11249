import * as vscode from 'vscode';
import type { Coverage, CoveredType } from '../../handlers/coverage.ts';
import { HumanError } from '../../humanError.ts';
import type { Connection } from '../../stripe/connection.ts';
import type { CoverageNeeds } from '../control/currentCoverage.ts';
import { Debounced } from '../control/debounced.ts';
import { setContext } from '../host/contextKeys.ts';
import type { Messages } from '../host/messages.ts';
import type { CoverageNode, CoveredTypeNode } from './coverageNodes.ts';
import type { LateTree } from './lateTree.ts';

/** The tree that holds subscriptions against the code and what arrives. It looks when it is seen, and follows changes. */
export class CoverageView implements vscode.TreeDataProvider<CoverageNode>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #parts: CoverageNeeds;
  readonly #messages: Messages;
  readonly #view: vscode.TreeView<CoverageNode>;
  readonly #soon = new Debounced(() => void this.refresh());
  readonly #subscriptions: vscode.Disposable;
  #current: { readonly connection: Connection; readonly coverage: Coverage } | undefined;
  #looking: Promise<void> | undefined;
  #unfollow: (() => void) | undefined;

  constructor(parts: CoverageNeeds & { readonly messages: Messages }, tree: LateTree<CoverageNode>) {
    this.#parts = parts;
    this.#messages = parts.messages;
    this.#view = tree.view;
    this.#subscriptions = vscode.Disposable.from(
      this.#changed,
      this.#soon,
      this.#view.onDidChangeVisibility(({ visible }) => {
        if (visible) void this.refresh();
      }),
      parts.endpointList.onDidChange(() => this.#whenSeen()),
      parts.handlers.onDidChange(() => this.#whenSeen()),
    );
    tree.show(this);
  }

  /** Looks again, and shows what is there now. */
  async refresh(): Promise<void> {
    this.#looking = this.#look();
    await this.#looking;
    this.#changed.fire();
  }

  async getChildren(node?: CoverageNode): Promise<CoverageNode[]> {
    if (node) return childrenOf(node);
    this.#looking ??= this.#look();
    await this.#looking;
    return this.#current ? roots(this.#current) : [];
  }

  getTreeItem(node: CoverageNode): vscode.TreeItem {
    if (node.kind === 'coveredType') return typeItem(node);
    return node.kind === 'coverageEndpoint' ? endpointItem(node) : groupItem(node);
  }

  dispose(): void {
    this.#unfollow?.();
    this.#subscriptions.dispose();
  }

  #whenSeen(): void {
    if (this.#view.visible) this.#soon.trigger();
  }

  async #look(): Promise<void> {
    const { currentCoverage } = await import('../control/currentCoverage.ts');
    try {
      this.#current = await currentCoverage(this.#parts);
      this.#view.message = undefined;
      this.#view.description = this.#current.connection.label;
      setContext('stripeWebhooks.coverageState', roots(this.#current).length > 0 ? 'content' : 'empty');
      await this.#followJournal();
    } catch (error) {
      this.#current = undefined;
      const isNoFolder = error instanceof HumanError && error.reason === 'no-workspace';
      setContext('stripeWebhooks.coverageState', isNoFolder ? 'noFolder' : 'error');
      if (error instanceof HumanError) this.#view.message = isNoFolder ? undefined : error.message;
      else this.#messages.bug('coverage', error);
    }
  }

  async #followJournal(): Promise<void> {
    const journal = await this.#parts.journal.get();
    if (this.#unfollow) return;
    const follow = () => this.#whenSeen();
    journal.on('changed', follow);
    this.#unfollow = () => journal.off('changed', follow);
  }
}

function roots({ connection, coverage }: { connection: Connection; coverage: Coverage }): CoverageNode[] {
  const groups = (['notSubscribed', 'receivedNotHandled'] as const).map((state) => ({
    kind: 'coverageGroup' as const,
    state,
    connection,
    types: coverage[state],
  }));
  return [
    ...coverage.endpoints.map((one) => ({ kind: 'coverageEndpoint' as const, connection, coverage: one })),
    ...groups.filter(({ types }) => types.length > 0),
  ];
}

function childrenOf(node: CoverageNode): CoverageNode[] {
  if (node.kind === 'coveredType') return [];
  const { connection } = node;
  const row = (state: CoveredTypeNode['state'], covered: CoveredType): CoveredTypeNode => ({
    kind: 'coveredType',
    state,
    type: covered.type,
    covered,
    connection,
    ...(node.kind === 'coverageEndpoint' ? { endpoint: node.coverage.endpoint } : {}),
  });
  return node.kind === 'coverageGroup'
    ? node.types.map((covered) => row(node.state, covered))
    : [
        ...node.coverage.notHandled.map((covered) => row('notHandled', covered)),
        ...node.coverage.handled.map((covered) => row('handled', covered)),
      ];
}

function endpointItem({
  connection,
  coverage,
}: CoverageNode & { kind: 'coverageEndpoint' }): vscode.TreeItem {
  const { endpoint, all, handled, notHandled } = coverage;
  const item = new vscode.TreeItem(
    endpoint.name ?? endpoint.target.replace(/^https?:\/\//, ''),
    vscode.TreeItemCollapsibleState.Expanded,
  );
  item.id = `${connection.id}/${endpoint.id}`;
  item.description = all
    ? vscode.l10n.t('all events · {0} handled', handled.length)
    : vscode.l10n.t('{0} of {1} handled', handled.length, handled.length + notHandled.length);
  item.iconPath =
    notHandled.length === 0
      ? new vscode.ThemeIcon('pass', new vscode.ThemeColor('testing.iconPassed'))
      : new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
  item.contextValue = 'coverageEndpoint';
  return item;
}

function groupItem({ state, types }: CoverageNode & { kind: 'coverageGroup' }): vscode.TreeItem {
  const label =
    state === 'notSubscribed'
      ? vscode.l10n.t('Handled, but not subscribed to')
      : vscode.l10n.t('Received, but not handled');
  const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.Expanded);
  item.id = state;
  item.description = String(types.length);
  item.iconPath = new vscode.ThemeIcon(state === 'notSubscribed' ? 'debug-disconnect' : 'inbox');
  item.contextValue = `coverageGroup.${state}`;
  return item;
}

function typeItem({ state, type, covered, connection, endpoint }: CoveredTypeNode): vscode.TreeItem {
  const item = new vscode.TreeItem(type);
  const [first, ...others] = covered.handlers;
  const place = first && `${vscode.workspace.asRelativePath(first.file)}:${first.line + 1}`;
  item.id = `${connection.id}/${endpoint?.id ?? ''}/${state}/${type}`;
  item.description = [
    place === undefined
      ? vscode.l10n.t('no handler')
      : others.length > 0
        ? vscode.l10n.t('{0} and {1} more', place, others.length)
        : place,
    covered.received > 0 ? vscode.l10n.t('{0} received', covered.received) : undefined,
  ]
    .filter(Boolean)
    .join(' · ');
  item.iconPath = first
    ? new vscode.ThemeIcon('check', new vscode.ThemeColor('testing.iconPassed'))
    : new vscode.ThemeIcon('circle-slash', new vscode.ThemeColor('list.warningForeground'));
  item.contextValue = `coveredType.${state}${endpoint?.events.includes('*') ? '.all' : ''}`;
  item.accessibilityInformation = { label: `${type}, ${item.description}` };
  if (first) {
    item.command = {
      title: vscode.l10n.t('Go to Handler'),
      command: 'stripeWebhooks.handler.goTo',
      arguments: [type],
    };
  }
  return item;
}
