import { setTimeout } from 'node:timers/promises';
import { join, relative, sep } from 'node:path';
import * as vscode from 'vscode';
import type { IndexedFiles } from '../../handlers/handlerIndex.ts';
import { ripgrepOf, sourceFiles, type SearchedFolder } from '../../handlers/ripgrep.ts';
import type { HandlerScanner, SourceFile } from '../../handlers/scanner.ts';

/** Folders of other people's code or of build results, beside what the user's settings and git leave out. */
const notOurs =
  '**/{node_modules,bower_components,vendor,dist,out,build,.git,.venv,venv,__pycache__,.next}/**';

/** New files come in bursts: how long to wait for more of them. */
const burstMilliseconds = 30;

/** The workspace's source files: searched by the ripgrep that VS Code ships, or else by VS Code itself. */
export class HandlerFiles implements IndexedFiles {
  readonly #scanner: HandlerScanner;
  readonly #searched = new Map<string, boolean>();
  #nextListing: Promise<ReadonlySet<string>> | undefined;

  constructor(scanner: HandlerScanner) {
    this.#scanner = scanner;
  }

  async *list(): AsyncGenerator<readonly string[]> {
    this.#scanner.warmUp();
    for await (const files of listed(this.#scanner.pattern)) {
      const wanted = files.filter((file) => this.#scanner.handles(pathOf(file)));
      for (const file of wanted) this.#searched.set(file, true);
      yield wanted;
    }
    // What is not saved yet is found by no search.
    yield vscode.workspace.textDocuments.filter(isEdited).map(({ uri }) => uri.fsPath);
  }

  find(files: readonly string[]): Promise<Awaited<ReturnType<HandlerScanner['find']>>> {
    const edited = new Map(
      vscode.workspace.textDocuments
        .filter(isEdited)
        .map((document) => [document.uri.fsPath, document] as const),
    );
    return this.#scanner.find(
      files.map((file) => ({ file, path: pathOf(file), text: edited.get(file)?.getText() })),
    );
  }

  /** Whether a file that appeared later is one that a search would find: of a known language, and not left out. */
  async isSearched(file: string): Promise<boolean> {
    if (!this.#scanner.handles(pathOf(file))) return false;
    const known = this.#searched.get(file);
    if (known !== undefined) return known;
    this.#nextListing ??= setTimeout(burstMilliseconds).then(() => {
      this.#nextListing = undefined;
      return everyFile();
    });
    const all = await this.#nextListing;
    for (const one of all) this.#searched.set(one, true);
    if (!all.has(file)) this.#searched.set(file, false);
    return all.has(file);
  }
}

/** A document as the scanner takes it. */
export function sourceOf(document: vscode.TextDocument): SourceFile {
  const file = document.uri.fsPath;
  return { file, path: pathOf(file), text: document.getText() };
}

/** A file's path in its workspace folder, or its whole path when it lies in none. */
export function pathOf(file: string): string {
  const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(file));
  return folder ? relative(folder.uri.fsPath, file).split(sep).join('/') : file;
}

function isEdited({ uri, isDirty }: vscode.TextDocument): boolean {
  return isDirty && uri.scheme === 'file';
}

async function everyFile(): Promise<ReadonlySet<string>> {
  const all = new Set<string>();
  for await (const files of listed()) for (const file of files) all.add(file);
  return all;
}

/** The source files of every folder, or those that match. */
async function* listed(pattern?: string): AsyncGenerator<readonly string[]> {
  const ripgrep = ripgrepOf(vscode.env.appRoot);
  for (const { uri } of vscode.workspace.workspaceFolders ?? []) {
    if (uri.scheme !== 'file') continue;
    if (ripgrep) {
      for await (const paths of sourceFiles(ripgrep, searchedFolder(uri), pattern))
        yield paths.map((path) => join(uri.fsPath, path));
    } else {
      const found = await vscode.workspace.findFiles(new vscode.RelativePattern(uri, '**/*'), notOurs);
      yield found.map(({ fsPath }) => fsPath);
    }
  }
}

function searchedFolder(uri: vscode.Uri): SearchedFolder {
  const search = vscode.workspace.getConfiguration('search', uri);
  const files = vscode.workspace.getConfiguration('files', uri);
  const excluded = { ...files.get<object>('exclude'), ...search.get<object>('exclude') };
  // Patterns that hold only beside another file (`when`) are for build results, which are left out anyway.
  const exclude = Object.entries(excluded).flatMap(([glob, on]) => (on === true ? [glob] : []));
  return {
    folder: uri.fsPath,
    exclude: [notOurs, ...exclude],
    useIgnoreFiles: search.get('useIgnoreFiles', true),
    followSymlinks: vscode.workspace.getConfiguration('search').get('followSymlinks', true),
  };
}
