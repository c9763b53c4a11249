import * as vscode from 'vscode';
import type { Apps } from '../control/apps.ts';
import { Debounced } from '../control/debounced.ts';
import type { AppNode, AppsNode } from './appNodes.ts';
import type { LateTree } from './lateTree.ts';

const linesShown = 50;

/** The tree of the installed apps, each with what it did. Nothing of the apps is loaded while there is none. */
export class AppsView implements vscode.TreeDataProvider<AppsNode>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<AppsNode | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #apps: Apps;
  readonly #subscriptions: readonly vscode.Disposable[];

  constructor(apps: Apps, tree: LateTree<AppsNode>) {
    this.#apps = apps;
    const { view } = tree;
    const soon = new Debounced(() => this.#changed.fire(undefined));
    this.#subscriptions = [
      this.#changed,
      soon,
      apps.onDidChange(() => {
        if (view.visible) soon.trigger();
      }),
      view.onDidChangeVisibility(({ visible }) => {
        if (visible) soon.trigger();
      }),
    ];
    tree.show(this);
  }

  async getChildren(node?: AppsNode): Promise<AppsNode[]> {
    if (!node) return this.#rows();
    return node.kind === 'app' ? this.#details(node) : [];
  }

  async getTreeItem(node: AppsNode): Promise<vscode.TreeItem> {
    const { appsItem } = await import('./appItems.ts');
    return appsItem(node, this.#apps.statusOf(node.installation.id));
  }

  dispose(): void {
    vscode.Disposable.from(...this.#subscriptions).dispose();
  }

  async #rows(): Promise<AppsNode[]> {
    const installed = this.#apps.list();
    if (installed.length === 0) return [];
    const offers = await this.#apps.offers();
    return installed.map((installation) => ({
      kind: 'app',
      installation,
      app: offers.find(({ id }) => id === installation.appId),
    }));
  }

  async #details({ installation, app }: AppNode): Promise<AppsNode[]> {
    if (!app) return [];
    const { eventsOf } = await import('../../apps/config.ts');
    const lines = this.#apps.logOf(installation.id).slice(-linesShown).reverse();
    return [
      ...(app.document === undefined ? [] : [{ kind: 'document' as const, installation }]),
      { kind: 'events', installation, patterns: eventsOf(app, installation.config) },
      ...lines.map((line) => ({ kind: 'line' as const, installation, line })),
    ];
  }
}
