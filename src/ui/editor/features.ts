import * as vscode from 'vscode';
import type { Parts } from '../commands/parts.ts';
import type { Lazily } from '../control/lazily.ts';
import type { Messages } from '../host/messages.ts';
import { documents } from './documents.ts';
import { registerDraftFeatures } from './draftFeatures.ts';
import { EventLenses } from './eventLenses.ts';
import { EventLinks } from './eventLinks.ts';
import { registerHandlerFeatures } from './handlers/register.ts';
import { registerOwnDataFeatures } from './ownDataFeatures.ts';

/** Everything about documents: lenses, links, hovers, completions, diagnostics, and the sending of drafts. */
export function registerFeatures(parts: Lazily<Parts>, messages: Messages): readonly vscode.Disposable[] {
  return [
    vscode.languages.registerDocumentLinkProvider(documents.eventsOutput, new EventLinks()),
    vscode.languages.registerCodeLensProvider(documents.event, new EventLenses(parts)),
    ...registerDraftFeatures(),
    ...registerHandlerFeatures(parts, messages),
    ...registerOwnDataFeatures(parts),
  ];
}
