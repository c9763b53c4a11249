import * as vscode from 'vscode';
import type { Parts } from '../../commands/parts.ts';
import { Debounced } from '../../control/debounced.ts';
import type { Lazily } from '../../control/lazily.ts';
import type { Messages } from '../../host/messages.ts';
import { onSettingChange, readSetting } from '../../host/settings.ts';
import type { HandlerLens } from './lenses.ts';
import type { HandlerDiagnostic } from './problems.ts';
import { mayMentionEvents, sources } from './sources.ts';

type Needs = Pick<Parts, 'catalogue' | 'handlers' | 'journal' | 'payloads' | 'receiver'>;

/**
 * Lenses, hovers, completions and diagnostics in the code that handles events. Their code, the catalogue and the parser
 * are loaded with the first document that may handle one.
 */
export function registerHandlerFeatures(parts: Lazily<Needs>, messages: Messages): vscode.Disposable[] {
  return [new Lenses(parts), new Diagnostics(parts, messages), hovers(parts), completions(parts)];
}

class Lenses implements vscode.CodeLensProvider, vscode.Disposable {
  readonly #parts: Lazily<Needs>;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.#changed.event;
  readonly #soon = new Debounced(() => this.#changed.fire());
  readonly #subscriptions: vscode.Disposable;
  #following: vscode.Disposable | undefined;

  constructor(parts: Lazily<Needs>) {
    this.#parts = parts;
    this.#subscriptions = vscode.Disposable.from(
      this.#changed,
      this.#soon,
      vscode.languages.registerCodeLensProvider(sources, this),
      onSettingChange(['handlers.codeLens'], () => this.#changed.fire()),
    );
  }

  async provideCodeLenses(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    if (!readSetting('handlers.codeLens') || !mayMentionEvents(document)) return [];
    const [{ handlers }, { handlerLenses }] = await Promise.all([this.#parts.get(), import('./lenses.ts')]);
    return handlerLenses(handlers, document);
  }

  async resolveCodeLens(lens: vscode.CodeLens): Promise<vscode.CodeLens> {
    if (lens.isResolved) return lens;
    const [parts, { resolveHandlerLens }] = await Promise.all([this.#parts.get(), import('./lenses.ts')]);
    await this.#follow(parts);
    return resolveHandlerLens(lens as HandlerLens, parts.journal);
  }

  dispose(): void {
    this.#following?.dispose();
    this.#subscriptions.dispose();
  }

  // What a target answered is recorded after the event was received.
  async #follow(parts: Needs): Promise<void> {
    if (this.#following) return;
    const soon = () => this.#soon.trigger();
    const journal = await parts.journal.get();
    if (this.#following) return;
    journal.on('changed', soon);
    this.#following = vscode.Disposable.from(
      parts.receiver.onDidReceive(soon),
      new vscode.Disposable(() => journal.off('changed', soon)),
    );
  }
}

class Diagnostics implements vscode.CodeActionProvider, vscode.Disposable {
  readonly #parts: Lazily<Needs>;
  readonly #messages: Messages;
  readonly #shown = vscode.languages.createDiagnosticCollection('stripeWebhooks');
  readonly #waiting = new Map<vscode.TextDocument, Debounced>();
  readonly #subscriptions: vscode.Disposable;

  constructor(parts: Lazily<Needs>, messages: Messages) {
    this.#parts = parts;
    this.#messages = messages;
    this.#subscriptions = vscode.Disposable.from(
      this.#shown,
      vscode.workspace.onDidOpenTextDocument((document) => this.#look(document)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.#look(document)),
      vscode.workspace.onDidCloseTextDocument((document) => this.#forget(document)),
      vscode.languages.registerCodeActionsProvider(sources, this, {
        providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
      }),
      onSettingChange(['handlers.diagnostics'], () => this.#lookAtAll()),
    );
    this.#lookAtAll();
  }

  async provideCodeActions(document: vscode.TextDocument, range: vscode.Range): Promise<vscode.CodeAction[]> {
    const here = (this.#shown.get(document.uri) ?? []).filter((one) => one.range.intersection(range));
    if (here.length === 0) return [];
    const { fixesOf } = await import('./problems.ts');
    return here.flatMap((diagnostic) => fixesOf(document, diagnostic as HandlerDiagnostic));
  }

  dispose(): void {
    for (const soon of this.#waiting.values()) soon.dispose();
    this.#subscriptions.dispose();
  }

  #lookAtAll(): void {
    for (const document of vscode.workspace.textDocuments) this.#look(document);
  }

  #look(document: vscode.TextDocument): void {
    if (vscode.languages.match(sources, document) === 0) return;
    let soon = this.#waiting.get(document);
    if (!soon) {
      soon = new Debounced(() => {
        this.#show(document).catch((error: unknown) => this.#messages.bug('diagnostics', error));
      });
      this.#waiting.set(document, soon);
    }
    soon.trigger();
  }

  async #show(document: vscode.TextDocument): Promise<void> {
    const { version } = document;
    const diagnostics = await this.#diagnosticsOf(document);
    if (document.isClosed || document.version !== version) return;
    this.#shown.set(document.uri, diagnostics);
  }

  async #diagnosticsOf(document: vscode.TextDocument): Promise<readonly vscode.Diagnostic[]> {
    if (!readSetting('handlers.diagnostics') || !mayMentionEvents(document)) return [];
    const [parts, { diagnosticsOf }] = await Promise.all([this.#parts.get(), import('./problems.ts')]);
    return diagnosticsOf(parts, document);
  }

  #forget(document: vscode.TextDocument): void {
    this.#waiting.get(document)?.dispose();
    this.#waiting.delete(document);
    this.#shown.delete(document.uri);
  }
}

function hovers(parts: Lazily<Needs>): vscode.Disposable {
  return vscode.languages.registerHoverProvider(sources, {
    provideHover: async (document, position) => {
      if (!readSetting('handlers.hover') || !mayMentionEvents(document)) return undefined;
      const [loaded, { hoverOf }] = await Promise.all([parts.get(), import('./hover.ts')]);
      return hoverOf(loaded, document, position);
    },
  });
}

function completions(parts: Lazily<Needs>): vscode.Disposable {
  const provider: vscode.CompletionItemProvider = {
    provideCompletionItems: async (document, position) => {
      if (!readSetting('handlers.completion')) return undefined;
      const [loaded, { completionsAt }] = await Promise.all([parts.get(), import('./completions.ts')]);
      return completionsAt(loaded, document, position);
    },
  };
  return vscode.languages.registerCompletionItemProvider(sources, provider, '"', "'", '`', '.');
}
