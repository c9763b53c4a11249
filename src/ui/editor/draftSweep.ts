import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Journal } from '../../journal/journal.ts';
import { draftReceiptIdOf } from './drafts.ts';
import { Debounced } from '../control/debounced.ts';

/**
 * Deletes the drafts below `folder` whose events the journal no longer keeps: now, and whenever it lets some go. One
 * that is open, saved or not, stays until it is swept after it was closed.
 */
export function sweepDrafts(folder: string, journal: Journal): void {
  // Nobody waits for it: what stays, because the journal is being closed for instance, goes the next time.
  const soon = new Debounced(() => void sweep(folder, journal).catch(() => undefined));
  journal.on('removed', () => soon.trigger());
  journal.once('closed', () => soon.dispose());
  soon.trigger();
}

async function sweep(folder: string, journal: Journal): Promise<void> {
  for (const id of await draftedIn(folder)) {
    if (await journal.get(id)) continue;
    if (!openDrafts().has(id)) await rm(join(folder, String(id)), { recursive: true, force: true });
  }
}

async function draftedIn(folder: string): Promise<readonly number[]> {
  const names = await readdir(folder).catch(() => []);
  return names.map(Number).filter((id) => Number.isSafeInteger(id));
}

/** The receipts whose drafts are open in a tab, seen yet or not, or are changed and not saved. */
function openDrafts(): ReadonlySet<number | undefined> {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  const inTabs = tabs.flatMap(({ input }) => {
    if (input instanceof vscode.TabInputText) return [input.uri];
    return input instanceof vscode.TabInputTextDiff ? [input.original, input.modified] : [];
  });
  const unsaved = vscode.workspace.textDocuments.filter(({ isDirty }) => isDirty).map(({ uri }) => uri);
  return new Set([...inTabs, ...unsaved].map(draftReceiptIdOf));
}
