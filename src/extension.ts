import * as vscode from 'vscode';
import type { StripeWebhooksApi } from '../api/stripe-webhooks.d.ts';
import { HumanError } from './humanError.ts';
import { views } from './ids.ts';
import type { Early } from './parts.ts';
import { createApi } from './ui/api.ts';
import type { Parts } from './ui/commands/parts.ts';
import { registerCommands, type CommandManifest } from './ui/commands/register.ts';
import { ContributedApps } from './ui/control/contributedApps.ts';
import { Lazily } from './ui/control/lazily.ts';
import type { Received } from './ui/control/receiverControl.ts';
import { registerEditor } from './ui/editor/register.ts';
import { Messages } from './ui/host/messages.ts';
import { draftsIn, storageOf } from './ui/host/storage.ts';
import { standBySoon } from './ui/standBy.ts';
import { registerTools, type ToolManifest } from './ui/tools/register.ts';
import { createTrees } from './ui/views/trees.ts';

/** The public API; tests get the parts as well. */
type Exported = StripeWebhooksApi & { readonly parts?: Lazily<Parts> };

let shutDown: (() => Promise<void>) | undefined;

/**
 * Tells VS Code what there is, and no more: the parts that do the work are made when the first of them is asked for.
 * Whatever is registered here knows them by a `Lazily` alone, so that this file stays small and quick to load.
 */
export function activate(context: vscode.ExtensionContext): Exported {
  const log = vscode.window.createOutputChannel('Stripe Webhooks', { log: true });
  const messages = new Messages(log);
  const received = new vscode.EventEmitter<Received>();
  const contributedApps = new ContributedApps();
  const parts: Lazily<Parts> = new Lazily(() => load(context, early));
  const trees = createTrees(() => parts.get());
  const early: Early = { log, messages, received, contributedApps, trees };
  const manifest = context.extension.packageJSON as CommandManifest & ToolManifest;
  const storage = storageOf(context);
  context.subscriptions.push(
    log,
    received,
    contributedApps,
    trees.endpoints,
    trees.targets,
    trees.apps,
    trees.coverage,
    vscode.window.registerWebviewViewProvider(views.events, {
      resolveWebviewView: async (view) => (await parts.get()).eventsView.resolveWebviewView(view),
    }),
    ...registerCommands(parts, messages, manifest),
    ...registerTools(parts, manifest),
    ...registerEditor(parts, messages, draftsIn(storage)),
    standBySoon(parts, { storage, messages }),
  );
  shutDown = () =>
    parts.end(async (made) => {
      const { stopParts } = await import('./parts.ts');
      await stopParts(made);
    });
  const isTest = context.extensionMode === vscode.ExtensionMode.Test;
  const api = createApi(parts, { contributedApps, messages, onDidReceive: received.event });
  return { ...api, ...(isTest && { parts }) };
}

/** Stops the parts in their order, if they were ever made. */
export async function deactivate(): Promise<void> {
  await shutDown?.();
}

async function load(context: vscode.ExtensionContext, early: Early): Promise<Parts> {
  try {
    const { createParts } = await import('./parts.ts');
    return createParts(context, early);
  } catch (error) {
    early.messages.bug('loading', error);
    throw new HumanError(
      vscode.l10n.t(
        'The extension could not be loaded; the log has the details. Reload the window to try again.',
      ),
      'unavailable',
    );
  }
}
