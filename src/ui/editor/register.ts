import * as vscode from 'vscode';
import { draftScheme, eventScheme } from '../../ids.ts';
import type { Parts } from '../commands/parts.ts';
import { Lazily } from '../control/lazily.ts';
import type { Messages } from '../host/messages.ts';
import { documents } from './documents.ts';
import { Drafts } from './drafts.ts';
import { EventDocuments } from './eventDocuments.ts';

/**
 * Registers the file systems of event documents and of drafts, which lie in the folder `drafts`. All that there is
 * about documents is registered with the first of them that is opened.
 */
export function registerEditor(
  parts: Lazily<Parts>,
  messages: Messages,
  drafts: string,
): vscode.Disposable[] {
  return [
    vscode.workspace.registerFileSystemProvider(eventScheme, new EventDocuments(parts), {
      isReadonly: true,
      isCaseSensitive: true,
    }),
    vscode.workspace.registerFileSystemProvider(draftScheme, new Drafts(drafts), { isCaseSensitive: true }),
    withFirstDocument(Object.values(documents), messages, async () => {
      const { registerFeatures } = await import('./features.ts');
      return registerFeatures(parts, messages);
    }),
  ];
}

function withFirstDocument(
  selector: vscode.DocumentSelector,
  messages: Messages,
  register: () => Promise<readonly vscode.Disposable[]>,
): vscode.Disposable {
  const registered = new Lazily(register);
  const look = (document: vscode.TextDocument) => {
    if (vscode.languages.match(selector, document) === 0) return;
    opened.dispose();
    registered.get().catch((error: unknown) => messages.bug('editor', error));
  };
  const opened = vscode.workspace.onDidOpenTextDocument(look);
  vscode.workspace.textDocuments.forEach(look);
  return new vscode.Disposable(() => {
    opened.dispose();
    void registered.end((made) => vscode.Disposable.from(...made).dispose());
  });
}
