import * as vscode from 'vscode';
import { validColumns, validWidths, type Density, type Layout } from './shared/columns.ts';
import type { SavedFilter } from './shared/filter/complete.ts';
import type { Preferences } from './shared/messages.ts';

const key = 'eventsPanel';

/** The user's choices in the Events panel, kept for all workspaces. */
export class PanelPreferences implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #store: vscode.Memento;

  constructor(store: vscode.Memento) {
    this.#store = store;
  }

  /** The choices as they are now; defaults where none was made. */
  get current(): Preferences {
    const kept = this.#store.get<Partial<Preferences>>(key, {});
    return {
      columns: validColumns(kept.columns),
      widths: validWidths(kept.widths),
      density: kept.density === 'comfortable' ? 'comfortable' : 'compact',
      saved: kept.saved ?? [],
    };
  }

  /** Keeps some of them. */
  async change(
    changes: Partial<Layout> & { readonly density?: Density; readonly saved?: readonly SavedFilter[] },
  ): Promise<void> {
    await this.#store.update(key, { ...this.current, ...changes });
    this.#changed.fire();
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
