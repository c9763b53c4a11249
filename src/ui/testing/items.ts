import * as vscode from 'vscode';
import { eventTypeOf } from '../../eventTests/fixture.ts';
import type { Handler } from '../../handlers/handler.ts';
import { relativePath } from '../control/stripeFolder.ts';
import type { FixtureFile } from './fixtureFiles.ts';

/** A workspace folder and its fixtures. */
export interface FolderOfFixtures {
  readonly folder: vscode.WorkspaceFolder;
  readonly files: readonly FixtureFile[];
}

/** What the tree is made of. */
export interface ItemSource {
  readonly folders: readonly FolderOfFixtures[];
  /** The handlers of an event type as far as they are known; undefined before the code was searched. */
  readonly handlersOf: (type: string) => readonly Handler[] | undefined;
}

type CreateItem = vscode.TestController['createTestItem'];

/** The tree of tests: fixtures below the handler of their event type, below their folder where there are several. */
export function itemsOf(create: CreateItem, { folders, handlersOf }: ItemSource): readonly vscode.TestItem[] {
  const filled = folders.filter(({ files }) => files.length > 0);
  const several = folders.length > 1;
  return filled.flatMap(({ folder, files }) => {
    const groups = groupsOf(create, folder, files, handlersOf);
    if (!several) return groups;
    const item = create(folder.uri.toString(), folder.name, folder.uri);
    item.children.replace(groups);
    return [item];
  });
}

/** Every fixture's item below some items, in the order of the tree, each once. */
export function fixturesBelow(items: Iterable<vscode.TestItem>): readonly vscode.TestItem[] {
  const found = new Map<string, vscode.TestItem>();
  const visit = (item: vscode.TestItem): void => {
    if (item.children.size === 0) found.set(item.id, item);
    for (const [, child] of item.children) visit(child);
  };
  for (const item of items) visit(item);
  return [...found.values()];
}

function groupsOf(
  create: CreateItem,
  { uri: folder }: vscode.WorkspaceFolder,
  files: readonly FixtureFile[],
  handlersOf: ItemSource['handlersOf'],
): vscode.TestItem[] {
  const groups = new Map<string, FixtureFile[]>();
  for (const file of files) {
    const type = typeOf(file);
    groups.set(type, [...(groups.get(type) ?? []), file]);
  }
  return [...groups].sort().map(([type, members]) => {
    const [handler] = handlersOf(type)?.filter(({ file }) => isInside(folder, file)) ?? [];
    const group = create(
      `${folder.toString()}#${type}`,
      labelOf(type),
      handler && vscode.Uri.file(handler.file),
    );
    if (handler) {
      group.range = new vscode.Range(handler.line, handler.column, handler.endLine, handler.endColumn);
      group.description = `${relativePath(vscode.Uri.file(handler.file))}:${handler.line + 1}`;
    } else if (handlersOf(type) && isEventType(type)) group.description = vscode.l10n.t('not handled');
    group.children.replace(members.map((member) => fixtureItem(create, member)));
    return group;
  });
}

function fixtureItem(create: CreateItem, { uri, name, fixture, problem }: FixtureFile): vscode.TestItem {
  const item = create(uri.toString(), name, uri);
  const place = problem ? new vscode.Position(problem.place.line - 1, problem.place.column - 1) : undefined;
  item.range = new vscode.Range(place ?? new vscode.Position(0, 0), place ?? new vscode.Position(0, 0));
  if (fixture?.description !== undefined) item.description = fixture.description;
  if (problem) item.error = problem.message;
  return item;
}

const noEvent = '(none)';
const unreadable = '(unreadable)';

function typeOf({ fixture }: FixtureFile): string {
  return fixture ? (eventTypeOf(fixture) ?? noEvent) : unreadable;
}

function isEventType(type: string): boolean {
  return type !== noEvent && type !== unreadable;
}

function labelOf(type: string): string {
  if (type === noEvent) return vscode.l10n.t('Requests that are no events');
  return type === unreadable ? vscode.l10n.t('Fixtures with a mistake') : type;
}

function isInside({ fsPath }: vscode.Uri, file: string): boolean {
  return file === fsPath || file.startsWith(`${fsPath}/`) || file.startsWith(`${fsPath}\\`);
}
