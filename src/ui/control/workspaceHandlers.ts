import * as vscode from 'vscode';
import type { HandlerFinder } from '../../handlers/finder.ts';
import type { Handler } from '../../handlers/handler.ts';
import type { HandlerIndex } from '../../handlers/handlerIndex.ts';
import type { Problem } from '../../handlers/problem.ts';
import type { HandlerScanner } from '../../handlers/scanner.ts';
import type { EventCatalogue } from '../../stripe/catalogue.ts';
import { HumanError } from '../../humanError.ts';
import type { HandlerFiles } from './handlerFiles.ts';
import { Lazily } from './lazily.ts';

/** What finding handlers needs. */
export interface HandlerParts {
  /** The module of the thread that parses. */
  readonly worker: URL;
  readonly grammarDirectory: string;
  readonly catalogue: Lazily<EventCatalogue>;
}

/** The handlers of the open workspace: indexed when first asked for, kept up to date from then on. */
export class WorkspaceHandlers implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<ReadonlySet<string> | undefined>();
  /** The handlers of these event types and patterns have changed, or all of them. */
  readonly onDidChange = this.#changed.event;
  readonly #scanner: Lazily<HandlerScanner>;
  readonly #finder: Lazily<HandlerFinder>;
  readonly #index: Lazily<IndexedWorkspace>;
  #indexed: IndexedWorkspace | undefined;

  constructor(parts: HandlerParts) {
    this.#scanner = new Lazily(() => createScanner(parts));
    this.#finder = new Lazily(() => createFinder(parts));
    this.#index = new Lazily(async () => {
      this.#indexed = await indexWorkspace(await this.#scanner.get(), {
        changed: (eventTypes) => this.#changed.fire(eventTypes),
        outdated: () => void this.#startAfresh(),
      });
      return this.#indexed;
    });
  }

  /** The handlers of an event type; throws a `HumanError` when no folder is open. */
  async of(eventType: string): Promise<readonly Handler[]> {
    return (await this.#ready()).index.handlersOf(eventType);
  }

  /** Every handler of the workspace; throws a `HumanError` when no folder is open. */
  async all(): Promise<readonly Handler[]> {
    return (await this.#ready()).index.all();
  }

  /** The handlers of an event type as far as they are known now; undefined before the workspace was indexed. */
  known(eventType: string): readonly Handler[] | undefined {
    return this.#indexed?.index.built ? this.#indexed.index.handlersOf(eventType) : undefined;
  }

  /** The handlers in a document as it is now, saved or not. */
  async in(document: vscode.TextDocument): Promise<readonly Handler[]> {
    const [scanner, source] = await this.#scanning(document);
    return (await scanner.find([source]))[0] ?? [];
  }

  /** What is wrong with how a document handles events. */
  async inspect(document: vscode.TextDocument): Promise<readonly Problem[]> {
    const [scanner, source] = await this.#scanning(document);
    return scanner.inspect(source);
  }

  /** Whether an event type between two offsets, which stand in quotes, would be handled there. */
  async wantsType(document: vscode.TextDocument, start: number, end: number): Promise<boolean> {
    const [scanner, { path, text = '' }] = await this.#scanning(document);
    return scanner.wantsType(path, text, start, end);
  }

  /** A finder that lends its syntax trees, for those who write code. */
  finder(): Promise<HandlerFinder> {
    return this.#finder.get();
  }

  dispose(): void {
    this.#changed.dispose();
    void this.#index.end(disposeIndexed);
    void this.#finder.end((finder) => finder.dispose());
    void this.#scanner.end((scanner) => scanner.dispose());
  }

  async #ready(): Promise<IndexedWorkspace> {
    const folders = vscode.workspace.workspaceFolders ?? [];
    if (folders.length > 0 && folders.every(({ uri }) => uri.scheme !== 'file')) {
      throw new HumanError(
        vscode.l10n.t(
          'This workspace is not on a disk of this machine, so its code cannot be searched for handlers: open a clone of it.',
        ),
        'unavailable',
      );
    }
    if (folders.length === 0) {
      throw new HumanError(
        vscode.l10n.t('No folder is open: open the folder of your app to find the code that handles events.'),
        'no-workspace',
      );
    }
    const indexed = await this.#index.get();
    await indexed.index.ensure();
    return indexed;
  }

  async #scanning(document: vscode.TextDocument) {
    const [scanner, { sourceOf }] = await Promise.all([this.#scanner.get(), import('./handlerFiles.ts')]);
    return [scanner, sourceOf(document)] as const;
  }

  /** Other folders, or other files in them, are searched from now on. */
  async #startAfresh(): Promise<void> {
    this.#indexed = undefined;
    await this.#index.end(disposeIndexed);
    if (!vscode.workspace.workspaceFolders?.length) return;
    await this.#ready();
    this.#changed.fire(undefined);
  }
}

interface IndexedWorkspace {
  readonly index: HandlerIndex;
  readonly watcher: vscode.Disposable;
}

function disposeIndexed({ watcher, index }: IndexedWorkspace): void {
  watcher.dispose();
  index.dispose();
}

async function createScanner({ worker, grammarDirectory, catalogue }: HandlerParts): Promise<HandlerScanner> {
  const [{ HandlerScanner }, { eventTypes }] = await Promise.all([
    import('../../handlers/scanner.ts'),
    catalogue.get(),
  ]);
  return new HandlerScanner({ worker, grammarDirectory, knownTypes: eventTypes.map(({ type }) => type) });
}

async function createFinder({ grammarDirectory, catalogue }: HandlerParts): Promise<HandlerFinder> {
  const [{ HandlerFinder }, { eventTypes }] = await Promise.all([
    import('../../handlers/finder.ts'),
    catalogue.get(),
  ]);
  return HandlerFinder.create(grammarDirectory, new Set(eventTypes.map(({ type }) => type)));
}

interface Hooks {
  readonly changed: (eventTypes: ReadonlySet<string>) => void;
  readonly outdated: () => void;
}

async function indexWorkspace(scanner: HandlerScanner, hooks: Hooks): Promise<IndexedWorkspace> {
  const [{ HandlerIndex }, { HandlerFiles }] = await Promise.all([
    import('../../handlers/handlerIndex.ts'),
    import('./handlerFiles.ts'),
  ]);
  const files = new HandlerFiles(scanner);
  const index = new HandlerIndex(files);
  index.on('changed', hooks.changed);
  return { index, watcher: watch(files, index, hooks.outdated) };
}

function watch(files: HandlerFiles, index: HandlerIndex, outdated: () => void): vscode.Disposable {
  const watcher = vscode.workspace.createFileSystemWatcher('**/*');
  const update = ({ scheme, fsPath, path }: vscode.Uri) => {
    if (scheme !== 'file') return;
    if (/\/\.(?:git)?ignore$/.test(path)) outdated();
    else if (index.has(fsPath)) void index.update(fsPath);
    else void files.isSearched(fsPath).then((is) => (is ? index.update(fsPath) : undefined));
  };
  return vscode.Disposable.from(
    watcher,
    watcher.onDidCreate(update),
    watcher.onDidChange(update),
    watcher.onDidDelete((uri) => index.remove(uri.fsPath)),
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0) update(document.uri);
    }),
    // Changes that were thrown away leave what is on disk.
    vscode.workspace.onDidCloseTextDocument(({ uri }) => update(uri)),
    vscode.workspace.onDidChangeWorkspaceFolders(outdated),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (
        ['files.exclude', 'search.exclude', 'search.useIgnoreFiles'].some((key) =>
          change.affectsConfiguration(key),
        )
      )
        outdated();
    }),
  );
}
