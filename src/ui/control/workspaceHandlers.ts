import * as vscode from 'vscode';
import type { HandlerFinder } from '../../handlers/finder.ts';
import type { Handler } from '../../handlers/handler.ts';
import type { HandlerIndex } from '../../handlers/handlerIndex.ts';
import type { EventCatalogue } from '../../stripe/catalogue.ts';
import { HumanError } from '../../humanError.ts';
import { Lazily } from './lazily.ts';

// `files.exclude` applies as well; these are folders of other people's code or of build results.
const excluded =
  '**/{node_modules,bower_components,vendor,dist,out,build,.git,.venv,venv,__pycache__,.next}/**';

/** The handlers of the open workspace: indexed when first asked for, kept up to date from then on. */
export class WorkspaceHandlers implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  /** Code of the indexed workspace has changed. */
  readonly onDidChange = this.#changed.event;
  readonly #index: Lazily<IndexedWorkspace>;

  constructor(grammarDirectory: string, catalogue: Lazily<EventCatalogue>) {
    this.#index = new Lazily(async () =>
      indexWorkspace(await createFinder(grammarDirectory, await catalogue.get()), () => this.#changed.fire()),
    );
  }

  /** The handlers of an event type; throws a `HumanError` when no folder is open. */
  async of(eventType: string): Promise<readonly Handler[]> {
    return (await this.#ready()).index.handlersOf(eventType);
  }

  /** Every handler of the workspace. */
  async all(): Promise<readonly Handler[]> {
    return (await this.#ready()).index.all();
  }

  /** The finder that the index uses. */
  async finder(): Promise<HandlerFinder> {
    return (await this.#index.get()).finder;
  }

  dispose(): void {
    this.#changed.dispose();
    void this.#index.end(({ watcher, index, finder }) => {
      watcher.dispose();
      index.dispose();
      finder.dispose();
    });
  }

  async #ready(): Promise<IndexedWorkspace> {
    if (!vscode.workspace.workspaceFolders?.length) {
      throw new HumanError(
        vscode.l10n.t('No folder is open: open the folder of your app to find the code that handles events.'),
        'no-workspace',
      );
    }
    const indexed = await this.#index.get();
    await indexed.index.ensure();
    return indexed;
  }
}

interface IndexedWorkspace {
  readonly finder: HandlerFinder;
  readonly index: HandlerIndex;
  readonly watcher: vscode.Disposable;
}

async function createFinder(
  grammarDirectory: string,
  { eventTypes }: EventCatalogue,
): Promise<HandlerFinder> {
  const { HandlerFinder } = await import('../../handlers/finder.ts');
  return HandlerFinder.create(grammarDirectory, new Set(eventTypes.map(({ type }) => type)));
}

async function indexWorkspace(finder: HandlerFinder, changed: () => void): Promise<IndexedWorkspace> {
  const { HandlerIndex } = await import('../../handlers/handlerIndex.ts');
  const index = new HandlerIndex(finder, { list: () => listFiles(finder), read: readText });
  return { finder, index, watcher: watch(finder, index, changed) };
}

async function listFiles(finder: HandlerFinder): Promise<readonly string[]> {
  const files = await vscode.workspace.findFiles('**/*', excluded);
  return files.map((uri) => uri.fsPath).filter((file) => finder.handles(file));
}

/** What the editor shows, saved or not, else what is on disk; undefined for a file that can't be read. */
async function readText(file: string): Promise<string | undefined> {
  const open = vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === 'file' && uri.fsPath === file);
  if (open) return open.getText();
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(vscode.Uri.file(file)));
  } catch {
    return undefined;
  }
}

function watch(finder: HandlerFinder, index: HandlerIndex, changed: () => void): vscode.Disposable {
  const watcher = vscode.workspace.createFileSystemWatcher('**/*');
  const update = (uri: vscode.Uri) => {
    if (uri.scheme === 'file' && finder.handles(uri.fsPath)) void index.update(uri.fsPath).then(changed);
  };
  return vscode.Disposable.from(
    watcher,
    watcher.onDidCreate(update),
    watcher.onDidChange(update),
    watcher.onDidDelete((uri) => {
      index.remove(uri.fsPath);
      changed();
    }),
    vscode.workspace.onDidChangeTextDocument(({ document }) => update(document.uri)),
  );
}
