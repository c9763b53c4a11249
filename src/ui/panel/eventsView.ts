import * as vscode from 'vscode';
import type { Journal } from '../../journal/journal.ts';
import type { ReceiptFilter } from '../../journal/filter.ts';
import type { EventCatalogue } from '../../stripe/catalogue.ts';
import type { EndpointList } from '../control/endpointList.ts';
import type { Lazily } from '../control/lazily.ts';
import { setContext } from '../host/contextKeys.ts';
import type { Messages } from '../host/messages.ts';
import { eventArguments } from './menu.ts';
import { PanelPreferences } from './preferences.ts';
import type { PanelSession } from './session.ts';
import { validKept } from './shared/kept.ts';
import type { EndpointNames, Runnable, ToWebview } from './shared/messages.ts';
import { runWords, typeWords } from './vocabulary.ts';

const keptKey = 'eventsPanel';
const offeredRuns = 30;

/** What the Events panel is built from. */
export interface EventsViewParts {
  readonly journal: Lazily<Journal>;
  readonly catalogue: Lazily<EventCatalogue>;
  readonly endpointList: EndpointList;
  readonly messages: Messages;
  readonly extension: vscode.Uri;
  /** For what holds in all workspaces. */
  readonly preferences: vscode.Memento;
  readonly workspaceState: vscode.Memento;
}

/**
 * The Events panel. Nothing of it is loaded before it is shown, and it does nothing while it is hidden: its webview is
 * not retained then, since all it shows is a page of the journal that is read again in a moment.
 */
export class EventsView implements vscode.WebviewViewProvider, vscode.Disposable {
  readonly preferences: PanelPreferences;
  readonly #parts: EventsViewParts;
  #view: vscode.WebviewView | undefined;
  #session: PanelSession | undefined;
  #selection: readonly number[] = [];
  #filter: { readonly text: string; readonly filter: ReceiptFilter } = { text: '', filter: {} };
  /** What the webview is to be told once it runs. */
  #errand: ToWebview | undefined;
  readonly #whileShown: vscode.Disposable[] = [];

  constructor(parts: EventsViewParts) {
    this.#parts = parts;
    this.preferences = new PanelPreferences(parts.preferences);
  }

  /** The receipts selected, the newest last selected first. */
  get selection(): readonly number[] {
    return this.#selection;
  }

  /** The filter in force: as it was typed, and as the journal understands it. */
  get filter(): { readonly text: string; readonly filter: ReceiptFilter } {
    return this.#filter;
  }

  /** Shows the panel, and an event or a filter in it. */
  async show(wanted?: { readonly receiptId: number } | { readonly filter: string }): Promise<void> {
    if (wanted) this.#errand = 'filter' in wanted ? setFilter(wanted.filter) : reveal(wanted.receiptId);
    await vscode.commands.executeCommand('stripeWebhooks.events.focus');
    this.#doErrand();
  }

  /** Puts the cursor into the filter box. */
  async focusFilter(): Promise<void> {
    this.#errand = { kind: 'focusFilter' };
    await this.show();
  }

  /** Stops or goes on showing what arrives. */
  pause(paused: boolean): void {
    this.#session?.pause(paused);
  }

  /** Hides what has been received until now; the journal keeps it. */
  async clear(): Promise<void> {
    const [newest] = await (await this.#parts.journal.get()).list({ limit: 1 });
    this.#post({ kind: 'clear', before: newest ? newest.receivedAt + 1 : undefined });
  }

  async resolveWebviewView(view: vscode.WebviewView): Promise<void> {
    const [{ page, panelFolder }, { PanelSession }, journal] = await Promise.all([
      import('./page.ts'),
      import('./session.ts'),
      this.#parts.journal.get(),
    ]);
    this.#view = view;
    const changed = ({ receiptId }: { readonly receiptId: number }) => this.#session?.changed(receiptId);
    const removed = () => this.#session?.removed();
    journal.on('changed', changed);
    journal.on('removed', removed);
    this.#whileShown.push(
      new vscode.Disposable(() => journal.off('changed', changed).off('removed', removed)),
      this.preferences.onDidChange(() => this.#sendPreferences()),
      this.#parts.endpointList.onDidChange(() => void this.#sendVocabulary()),
      view.webview.onDidReceiveMessage((message: unknown) => {
        // The page is loaded anew each time the view is shown again.
        if ((message as { kind?: unknown } | undefined)?.kind === 'ready') this.#begin(PanelSession, journal);
        this.#session?.take(message);
      }),
      view.onDidChangeVisibility(() => {
        if (!view.visible) this.#end();
      }),
      view.onDidDispose(() => this.#forget()),
    );
    view.webview.options = { enableScripts: true, localResourceRoots: [panelFolder(this.#parts.extension)] };
    view.webview.html = page(view.webview, this.#parts.extension);
  }

  dispose(): void {
    this.#forget();
    this.preferences.dispose();
  }

  #begin(Session: typeof PanelSession, journal: Journal): void {
    this.#end();
    this.#session = new Session({
      pages: journal,
      post: (message) => this.#post(message),
      greet: () => this.#greet(),
      tellVocabulary: () => this.#sendVocabulary(),
      run: (command, ids) => this.#run(command, ids, journal),
      selected: (ids) => (this.#selection = ids),
      filtered: (text, filter) => {
        this.#filter = { text, filter };
        this.#doErrand();
      },
      paused: (paused) => setContext('stripeWebhooks.eventsPaused', paused),
      keepLayout: ({ columns, widths }) => this.preferences.change({ columns, widths }),
      keep: async (kept) => this.#parts.workspaceState.update(keptKey, validKept(kept)),
      copy: async (text) => vscode.env.clipboard.writeText(text),
      failed: (error) => this.#parts.messages.bug('events panel', error),
    });
  }

  #end(): void {
    this.#session?.dispose();
    this.#session = undefined;
    setContext('stripeWebhooks.eventsPaused', false);
  }

  #forget(): void {
    this.#end();
    vscode.Disposable.from(...this.#whileShown.splice(0)).dispose();
    this.#view = undefined;
  }

  #greet(): void {
    const kept = validKept(this.#parts.workspaceState.get(keptKey));
    this.#post({ kind: 'init', strings: vscode.l10n.bundle ?? {}, locale: vscode.env.language, kept });
    this.#sendPreferences();
    this.#sendVocabulary().catch((error: unknown) => this.#parts.messages.bug('events panel', error));
  }

  #sendPreferences(): void {
    this.#post({ kind: 'preferences', preferences: this.preferences.current });
  }

  async #sendVocabulary(): Promise<void> {
    const journal = await this.#parts.journal.get();
    const [{ eventTypes }, received, runs] = await Promise.all([
      this.#parts.catalogue.get(),
      journal.types(),
      journal.runs(offeredRuns),
    ]);
    const { state } = this.#parts.endpointList;
    const known = state.kind === 'loaded' ? state.endpoints : [];
    const names: EndpointNames = Object.fromEntries(
      known.map(({ id, description, name, target }) => [id, description ?? name ?? target]),
    );
    this.#post({
      kind: 'vocabulary',
      vocabulary: {
        type: typeWords(
          received,
          eventTypes.map(({ type }) => type),
        ),
        endpoint: known.map(({ id }) => ({ value: id, about: names[id] ?? '' })),
        run: runWords(runs),
      },
      endpoints: names,
    });
  }

  async #run(command: Runnable, receiptIds: readonly number[], journal: Journal): Promise<unknown> {
    const [first] = receiptIds;
    const eventType = first === undefined ? undefined : (await journal.get(first))?.event?.type;
    const args = eventArguments(command, { receiptIds, ...(eventType && { eventType }) });
    return vscode.commands.executeCommand(command, ...args);
  }

  #doErrand(): void {
    if (!this.#session || !this.#errand) return;
    this.#post(this.#errand);
    this.#errand = undefined;
  }

  #post(message: ToWebview): void {
    void this.#view?.webview.postMessage(message);
  }
}

function setFilter(text: string): ToWebview {
  return { kind: 'setFilter', text };
}

function reveal(id: number): ToWebview {
  return { kind: 'reveal', id };
}
