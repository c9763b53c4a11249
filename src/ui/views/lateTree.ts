import * as vscode from 'vscode';

type Options<Node> = Omit<vscode.TreeViewOptions<Node>, 'treeDataProvider'> & {
  /** Whether the model has a `resolveTreeItem`. VS Code shows no label on hover where one is there and gives nothing. */
  readonly resolves?: true;
};

/**
 * A tree that VS Code knows of from the start. What it shows is loaded when it is first asked for rows, which is when
 * somebody sees it.
 */
export class LateTree<Node> implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<Node | undefined | void>();
  readonly onDidChangeTreeData = this.#changed.event;
  /** The tree as VS Code shows it. */
  readonly view: vscode.TreeView<Node>;
  readonly resolveTreeItem: vscode.TreeDataProvider<Node>['resolveTreeItem'];
  readonly #load: () => Promise<unknown>;
  #model: vscode.TreeDataProvider<Node> | undefined;
  #subscription: vscode.Disposable | undefined;

  /** `load` resolves when `show` was called. */
  constructor(id: string, { resolves, ...options }: Options<Node>, load: () => Promise<unknown>) {
    this.#load = load;
    if (resolves)
      this.resolveTreeItem = async (...asked) => (await this.#shown()).resolveTreeItem?.(...asked);
    this.view = vscode.window.createTreeView(id, { ...options, treeDataProvider: this });
  }

  /** Shows the rows of a model, and how they change, from now on. */
  show(model: vscode.TreeDataProvider<Node>): void {
    this.#model = model;
    this.#subscription = model.onDidChangeTreeData?.((node) => this.#changed.fire(node as Node | undefined));
  }

  async getChildren(node?: Node): Promise<Node[]> {
    return (await (await this.#shown()).getChildren(node)) ?? [];
  }

  async getTreeItem(node: Node): Promise<vscode.TreeItem> {
    return (await this.#shown()).getTreeItem(node);
  }

  async getParent(node: Node): Promise<Node | undefined> {
    return (await (await this.#shown()).getParent?.(node)) ?? undefined;
  }

  dispose(): void {
    this.#subscription?.dispose();
    this.view.dispose();
    this.#changed.dispose();
  }

  async #shown(): Promise<vscode.TreeDataProvider<Node>> {
    if (!this.#model) await this.#load();
    if (!this.#model) throw new Error(`Nothing shows in the tree ${this.view.title ?? ''}.`);
    return this.#model;
  }
}
