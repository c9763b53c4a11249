import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { AppHost, Installation, RunnableApp } from '../../apps/app.ts';
import type { Config } from '../../apps/config.ts';
import { isForApps } from '../../apps/eligible.ts';
import type { AppRunner } from '../../apps/runner.ts';
import type { AppStatus, LogLine } from '../../apps/status.ts';
import { views } from '../../ids.ts';
import type { Journal } from '../../journal/journal.ts';
import type { Messages } from '../host/messages.ts';
import type { ContributedApps } from './contributedApps.ts';
import { Lazily } from './lazily.ts';
import type { Received } from './receiverControl.ts';
import { isSomethingLeft } from './somethingLeft.ts';

/** What the apps work with. */
export interface AppsParts {
  readonly state: vscode.Memento;
  readonly secrets: vscode.SecretStorage;
  readonly journal: Lazily<Journal>;
  /** Where the installations' own files lie. */
  readonly folder: string;
  /** The file that is there while an app may have something left to do. */
  readonly marker: string;
  readonly host: () => Promise<AppHost>;
  readonly contributed: ContributedApps;
  readonly messages: Messages;
  readonly log: vscode.LogOutputChannel;
}

const key = 'apps';

/**
 * The installed apps of this workspace, and all that can be installed. They lie in the workspace's state, so that a
 * cloned repository brings none; their secrets lie in SecretStorage. Their code is loaded at the first event, or when
 * somebody looks at them.
 */
export class Apps implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  /** Fires after anything that a row shows has changed; often in bursts. */
  readonly onDidChange = this.#changed.event;
  readonly #parts: AppsParts;
  readonly #subscription: vscode.Disposable;
  readonly #builtIn: Lazily<readonly RunnableApp[]>;
  readonly #runner: Lazily<AppRunner>;
  #started: AppRunner | undefined;

  constructor(parts: AppsParts) {
    this.#parts = parts;
    this.#builtIn = new Lazily(async () => {
      const [{ builtInApps }, host] = await Promise.all([import('../../apps/builtInApps.ts'), parts.host()]);
      return builtInApps(host);
    });
    this.#runner = new Lazily(() => this.#start());
    this.#subscription = parts.contributed.onDidChange((appId) => this.#offered(appId));
  }

  /** In the order in which they were installed. */
  list(): readonly Installation[] {
    return this.#parts.state.get<readonly Installation[]>(key, []);
  }

  get(id: string): Installation | undefined {
    return this.list().find((installation) => installation.id === id);
  }

  /** An id that no installation has or had. */
  newId(): string {
    return `app_${randomUUID().slice(0, 8)}`;
  }

  /** Installs an app, or replaces the installation of its id; then it begins anew. */
  async save(installation: Installation, secrets?: Config): Promise<void> {
    if (secrets) await this.#parts.secrets.store(secretKey(installation.id), JSON.stringify(secrets));
    const all = this.list();
    const before = this.get(installation.id);
    // One that was off begins with what comes from now on.
    const since = before?.enabled ? before.since : Date.now();
    const saved = { ...installation, since };
    await this.#update(
      before ? all.map((one) => (one.id === installation.id ? saved : one)) : [...all, saved],
    );
    if (!installation.enabled) await this.#started?.forget(installation.id);
  }

  /** Removes an installation with its secrets; its files stay. */
  async remove(id: string): Promise<void> {
    await this.#update(this.list().filter((installation) => installation.id !== id));
    await this.#started?.forget(id);
    await this.#parts.secrets.delete(secretKey(id));
    this.#changed.fire();
  }

  /** The secret values of an installation's configuration. */
  async secretsOf(id: string): Promise<Config> {
    const text = await this.#parts.secrets.get(secretKey(id));
    return text === undefined ? {} : (JSON.parse(text) as Config);
  }

  /** Every app that can be installed: the built-in ones first. */
  async offers(): Promise<readonly RunnableApp[]> {
    return [...(await this.#builtIn.get()), ...this.#parts.contributed.list()];
  }

  /** The app of an installation; undefined when the extension that brings it is not running. */
  async appOf({ appId }: Pick<Installation, 'appId'>): Promise<RunnableApp | undefined> {
    return (await this.offers()).find(({ id }) => id === appId);
  }

  /** The file that shows what an installation made, if its app makes one. */
  async documentOf(installation: Installation): Promise<vscode.Uri | undefined> {
    const document = (await this.appOf(installation))?.document;
    return document === undefined
      ? undefined
      : vscode.Uri.joinPath(vscode.Uri.file(this.#parts.folder), installation.id, document);
  }

  /** How an installation is doing; undefined when it was not run since the window was opened. */
  statusOf(id: string): AppStatus | undefined {
    return this.#started?.statusOf(id);
  }

  /** What it has said since the window was opened, the newest line last. */
  logOf(id: string): readonly LogLine[] {
    return this.#started?.logOf(id) ?? [];
  }

  /** Has the apps take up what came while they could not run, if there is anything: nothing is loaded otherwise. */
  async takeUp(): Promise<void> {
    try {
      if (this.#started) await this.#started.appsChanged();
      else if (this.#isAnyEnabled && (await isSomethingLeft(this.#parts.marker))) await this.#runner.get();
    } catch (error) {
      this.#bug(error);
    }
  }

  /** Gives a committed event to the apps that want it: once, unless somebody replays it. */
  received({ id, receipt, duplicate, told }: Received): void {
    if (!this.#isAnyEnabled) return;
    const { event, verdict, source } = receipt;
    const isWanted = event && isForApps({ event, verdict, source, duplicate });
    const job = isWanted ? { receiptId: id, type: event.type } : undefined;
    if (this.#started) this.#started.dispatch(job, told);
    else if (job)
      this.#runner
        .get()
        .then((runner) => runner.dispatch(job, told))
        .catch((error: unknown) => this.#bug(error));
  }

  /** Runs one with an event now, whether it wants such events or not. */
  async runNow(id: string, receiptId: number, type: string): Promise<void> {
    (await this.#runner.get()).runNow(id, { receiptId, type });
  }

  /** Lets a suspended one get events again. */
  resume(id: string): void {
    this.#started?.resume(id);
  }

  /** Ends what runs; the next event starts it anew. */
  async stop(): Promise<void> {
    await this.#runner.end((runner) => runner.close());
    this.#started = undefined;
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  get #isAnyEnabled(): boolean {
    return this.list().some(({ enabled }) => enabled);
  }

  #bug(error: unknown): void {
    this.#parts.messages.bug('apps', error);
  }

  /** An app of another extension has come or gone. */
  #offered(appId: string): void {
    this.#changed.fire();
    if (this.#parts.contributed.get(appId)) void this.takeUp();
    else
      for (const installed of this.list())
        if (installed.appId === appId) void this.#started?.end(installed.id);
  }

  async #start(): Promise<AppRunner> {
    const { journal, folder, marker, log, contributed } = this.#parts;
    const [{ AppRunner }, { Places }, { SystemClock }, builtIn, open] = await Promise.all([
      import('../../apps/runner.ts'),
      import('../../journal/places.ts'),
      import('../../delivery/clock.ts'),
      this.#builtIn.get(),
      journal.get(),
    ]);
    const appOf = (appId: string) => builtIn.find(({ id }) => id === appId) ?? contributed.get(appId);
    const runner = new AppRunner({
      apps: () =>
        this.list().flatMap(({ id, appId, enabled, config, since }) => {
          const app = appOf(appId);
          const mayRun = enabled && app && (vscode.workspace.isTrusted || !app.needsTrust);
          return mayRun ? [{ id, app, config, since }] : [];
        }),
      load: (id) => open.get(id),
      secretsOf: (id) => this.secretsOf(id),
      folder,
      places: new Places({ journal: open, marker, onError: (error) => this.#bug(error) }),
      clock: new SystemClock(),
      // The event that has this code loaded is a new one, not one that an earlier window left.
      lastOfEarlier: open.lastIdAtOpening,
    });
    runner.on('changed', () => this.#changed.fire());
    runner.on('logged', (id, { level, text }) => log[level](`${this.get(id)?.name ?? id}: ${text}`));
    runner.on('suspended', (id) => this.#sayThatSuspended(id));
    runner.on('fault', (error) => this.#bug(error));
    open.on('setAside', () => runner.journalBegunAnew());
    await runner.appsChanged();
    this.#started = runner;
    return runner;
  }

  #sayThatSuspended(id: string): void {
    const installation = this.get(id);
    if (!installation) return;
    this.#parts.messages.warn(
      vscode.l10n.t(
        'The app {0} failed again and again and gets no more events until you enable it.',
        installation.name,
      ),
      {
        title: vscode.l10n.t('Show Apps'),
        run: () => vscode.commands.executeCommand(`${views.apps}.focus`),
      },
    );
  }

  async #update(installations: readonly Installation[]): Promise<void> {
    await this.#parts.state.update(key, installations);
    this.#changed.fire();
    void this.#started?.appsChanged();
  }
}

function secretKey(id: string): string {
  return `app.${id}`;
}
