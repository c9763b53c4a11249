import * as vscode from 'vscode';
import { succeeded } from '../../../delivery/attempt.ts';
import type { Signer } from '../../../delivery/deliverable.ts';
import type { Target } from '../../../delivery/target.ts';
import { HumanError } from '../../../humanError.ts';
import { draftSent } from '../../editor/draftFeatures.ts';
import { draftReceiptIdOf } from '../../editor/drafts.ts';
import { problemIn } from '../../editor/jsonProblem.ts';
import { askSigner } from '../../pickers/signer.ts';
import { askDestinations } from '../../pickers/targets.ts';
import type { Parts } from '../parts.ts';
import { reportAttempt } from './reportAttempt.ts';

type Needs = Pick<
  Parts,
  | 'connections'
  | 'deliveries'
  | 'handlers'
  | 'journal'
  | 'messages'
  | 'receiver'
  | 'secrets'
  | 'targets'
  | 'workspaceState'
>;

/** Where each document was sent last, so that saving it again asks nothing. */
const sentTo = new Map<string, readonly Target[]>();

/**
 * Sends the text of a document, byte for byte and correctly signed: the active editor's, or the one given. `choose`
 * asks for the destination also when there was one before.
 */
export async function sendDocument(parts: Needs, uri?: vscode.Uri, choose?: 'choose'): Promise<void> {
  const document = await documentOf(uri);
  const text = document.getText();
  await requireJson(document, text);
  const name = eventTypeOf(text) ?? document.uri.path.split('/').at(-1) ?? '';
  const targets = await destinationsOf(parts, document, name, choose === 'choose');
  const body = Buffer.from(text, 'utf8');
  let taken = targets.length > 0;
  for (const target of targets) {
    const signer = await signerOf(parts, document, target);
    const source = draftReceiptIdOf(document.uri) === undefined ? 'trigger' : 'replay';
    const attempt = await parts.deliveries.send(target, { body, headers: [], signer }, { source });
    reportAttempt(parts, target, name, attempt);
    taken &&= succeeded(attempt);
  }
  if (taken && !document.isDirty) draftSent(document);
}

async function documentOf(uri: vscode.Uri | undefined): Promise<vscode.TextDocument> {
  if (uri instanceof vscode.Uri) return vscode.workspace.openTextDocument(uri);
  const document = vscode.window.activeTextEditor?.document;
  if (document) return document;
  throw new HumanError(
    vscode.l10n.t('No document is open: open the JSON of an event, then send it.'),
    'not-found',
  );
}

/** A mistake is shown where it is, and nothing is sent; the text stays as it was written. */
async function requireJson(document: vscode.TextDocument, text: string): Promise<void> {
  const problem = problemIn(text);
  if (problem === undefined) return;
  const position = document.positionAt(problem);
  await vscode.window.showTextDocument(document, { selection: new vscode.Range(position, position) });
  throw new HumanError(
    vscode.l10n.t(
      'This is not valid JSON, so it was not sent: correct line {0}, column {1}, then send it again.',
      position.line + 1,
      position.character + 1,
    ),
    'input',
  );
}

async function destinationsOf(
  parts: Needs,
  { uri }: vscode.TextDocument,
  name: string,
  choose: boolean,
): Promise<readonly Target[]> {
  const before = (sentTo.get(uri.toString()) ?? []).flatMap((target) =>
    target.id.startsWith('target_') ? (parts.targets.get(target.id) ?? []) : target,
  );
  const all = parts.targets.list();
  if (!choose && before.length > 0) return before;
  // Where there is only one target, it goes there without a question.
  const targets =
    !choose && all.length === 1
      ? all
      : await askDestinations(parts, vscode.l10n.t('Where to send {0}', name), false);
  sentTo.set(uri.toString(), targets);
  return targets;
}

/** A draft is signed by the endpoint that its event came through; any other text by one that the user picks. */
async function signerOf(
  parts: Needs,
  { uri }: vscode.TextDocument,
  target: Target,
): Promise<Signer | undefined> {
  const id = draftReceiptIdOf(uri);
  const receipt = id === undefined ? undefined : await (await parts.journal.get()).get(id);
  return receipt?.verdict.secret ?? askSigner(parts, target);
}

function eventTypeOf(text: string): string | undefined {
  const parsed = JSON.parse(text) as { readonly type?: unknown } | null;
  return typeof parsed?.type === 'string' ? parsed.type : undefined;
}
