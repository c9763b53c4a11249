import * as vscode from 'vscode';
import { eventScheme } from '../../ids.ts';
import type { Journal } from '../../journal/journal.ts';
import type { Lazily } from '../control/lazily.ts';
import { EventDocuments } from './eventDocuments.ts';
import { EventLenses } from './eventLenses.ts';
import { EventLinks } from './eventLinks.ts';

/** Event documents, the links that open them and the lenses over them. */
export function registerEditorFeatures(journal: Lazily<Journal>): vscode.Disposable[] {
  return [
    vscode.workspace.registerFileSystemProvider(eventScheme, new EventDocuments(journal), {
      isReadonly: true,
      isCaseSensitive: true,
    }),
    vscode.languages.registerDocumentLinkProvider(EventLinks.selector, new EventLinks()),
    vscode.languages.registerCodeLensProvider(EventLenses.selector, new EventLenses(journal)),
  ];
}
