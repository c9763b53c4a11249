import * as vscode from 'vscode';
import type { HandlerFinder } from '../../../handlers/finder.ts';
import type { Framework, Manifest } from '../../../handlers/frameworks.ts';
import { executeCommand } from '../../host/executeCommand.ts';
import { askPick, only } from '../../host/multiStep.ts';
import { separator } from '../../pickers/eventTypes.ts';
import type { Parts } from '../parts.ts';

type Needs = Pick<Parts, 'handlers' | 'messages'>;

// Files with handlers are few: when none of the first takes the handler, the others hardly will.
const mostTargets = 20;

/**
 * Writes a handler for an event type where handlers already are, or into a new unsaved file where there are none; undo
 * takes it back. With `preview` VS Code shows the change first, to be applied or discarded.
 */
export async function writeStub(
  { handlers, messages }: Needs,
  type: string,
  { preview = false }: { readonly preview?: boolean } = {},
): Promise<void> {
  const { stubTargets } = await import('../../../handlers/stub.ts');
  const [finder, known] = await Promise.all([handlers.finder(), handlers.all()]);
  if (known.some(({ eventType }) => eventType === type)) {
    messages.info(vscode.l10n.t('{0} is handled already.', type), {
      title: vscode.l10n.t('Go to Handler'),
      run: () => executeCommand('stripeWebhooks.handler.goTo', type),
    });
    return;
  }
  const refusals: string[] = [];
  for (const file of stubTargets(known).slice(0, mostTargets)) {
    const refused = await extendFile(finder, file, type, preview);
    if (refused === undefined) return;
    refusals.push(
      vscode.l10n.t(
        'No handler of {0} was added to {1}. {2}',
        type,
        vscode.workspace.asRelativePath(vscode.Uri.file(file)),
        refused,
      ),
    );
  }
  const [refusal] = refusals;
  if (refusal === undefined) return openNewFile(type);
  messages.info(refusal, {
    title: vscode.l10n.t('Write Complete Handler'),
    run: () => openNewFile(type),
  });
}

/** Adds the handler to a file that has some, and shows it; else gives the sentence why not. */
async function extendFile(
  finder: HandlerFinder,
  file: string,
  type: string,
  preview: boolean,
): Promise<string | undefined> {
  const [{ insertStub }, { pathOf }] = await Promise.all([
    import('../../../handlers/stub.ts'),
    import('../../control/handlerFiles.ts'),
  ]);
  const document = await vscode.workspace.openTextDocument(vscode.Uri.file(file));
  const path = pathOf(file);
  await finder.prepare(path, document.getText());
  const stub = insertStub(path, document.getText(), type, finder);
  if ('refused' in stub) return stub.refused;
  const edit = new vscode.WorkspaceEdit();
  const label = vscode.l10n.t('Handler of {0}', type);
  edit.insert(document.uri, document.positionAt(stub.offset), stub.newText, {
    needsConfirmation: preview,
    label,
  });
  if (!(await vscode.workspace.applyEdit(edit))) return undefined;
  const editor = await vscode.window.showTextDocument(document);
  const position = new vscode.Position(stub.line, stub.column);
  editor.selection = new vscode.Selection(position, position);
  editor.revealRange(
    new vscode.Range(position, position),
    vscode.TextEditorRevealType.InCenterIfOutsideViewport,
  );
  return undefined;
}

async function openNewFile(type: string): Promise<void> {
  const { newHandlerFile } = await import('../../../handlers/stub.ts');
  const { fileName, text, line } = newHandlerFile(await askFramework(), type);
  const folder = vscode.workspace.workspaceFolders?.[0];
  const uri = folder
    ? vscode.Uri.joinPath(folder.uri, fileName).with({ scheme: 'untitled' })
    : vscode.Uri.from({ scheme: 'untitled', path: fileName });
  const document = await vscode.workspace.openTextDocument(uri);
  const edit = new vscode.WorkspaceEdit();
  edit.insert(uri, new vscode.Position(0, 0), text);
  await vscode.workspace.applyEdit(edit);
  await vscode.window.showTextDocument(document, { selection: new vscode.Range(line, 0, line, 0) });
}

/** The project's framework; asked for where the project names none, or several. */
async function askFramework(): Promise<Framework> {
  const { allFrameworks, detectFrameworks } = await import('../../../handlers/frameworks.ts');
  const manifests = await readManifests();
  const detected = detectFrameworks(manifests);
  const [first, ...others] = detected;
  if (first && others.length === 0) return first;
  const found = new Set(detected.map(({ id }) => id));
  const items: (vscode.QuickPickItem & { readonly framework?: Framework })[] = [
    ...(first ? [separator(vscode.l10n.t('found in this project'))] : []),
    ...detected.map(frameworkItem),
    ...(first ? [separator(vscode.l10n.t('others'))] : []),
    ...allFrameworks(manifests)
      .filter(({ id }) => !found.has(id))
      .map(frameworkItem),
  ];
  const { framework } = only(await askPick(items, vscode.l10n.t('Framework to write the handler for')));
  if (!framework) throw new Error('A separator was picked.');
  return framework;
}

function frameworkItem(framework: Framework): vscode.QuickPickItem & { readonly framework: Framework } {
  return { label: framework.label, description: framework.language, detail: framework.fileName, framework };
}

// A monorepo has many; those near the root are found first.
const mostManifests = 100;

async function readManifests(): Promise<readonly Manifest[]> {
  const { manifestGlob } = await import('../../../handlers/frameworks.ts');
  const files = await vscode.workspace.findFiles(
    manifestGlob,
    '**/{node_modules,vendor,.venv,venv,dist,build,target}/**',
    mostManifests,
  );
  return Promise.all(
    files.map(async (uri) => ({
      path: vscode.workspace.asRelativePath(uri, false),
      text: new TextDecoder().decode(await vscode.workspace.fs.readFile(uri)),
    })),
  );
}
