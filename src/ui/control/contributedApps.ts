import * as vscode from 'vscode';
import type { App } from '../../../api/stripe-webhooks.d.ts';
import type { RunnableApp } from '../../apps/app.ts';
import { contributedApp, problemOf } from '../../apps/contributed.ts';

/** The apps that other extensions offer. They come at any time, so this is there before what runs them is loaded. */
export class ContributedApps implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<string>();
  /** The app of this id has come or gone. */
  readonly onDidChange = this.#changed.event;
  readonly #apps = new Map<string, RunnableApp>();

  /** Offers an app until it is disposed. Throws for one that is not usable, or whose id is taken. */
  register(app: App): vscode.Disposable {
    const problem = problemOf(app);
    if (problem !== undefined) throw new TypeError(problem);
    if (this.#apps.has(app.id)) throw new TypeError(`There is already an app ${app.id}.`);
    const registered = contributedApp(app);
    this.#apps.set(app.id, registered);
    this.#changed.fire(app.id);
    return new vscode.Disposable(() => {
      if (this.#apps.get(app.id) !== registered) return;
      this.#apps.delete(app.id);
      this.#changed.fire(app.id);
    });
  }

  get(id: string): RunnableApp | undefined {
    return this.#apps.get(id);
  }

  list(): readonly RunnableApp[] {
    return [...this.#apps.values()];
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
