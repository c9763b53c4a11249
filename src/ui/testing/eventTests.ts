import * as vscode from 'vscode';
import type { Fixture } from '../../eventTests/fixture.ts';
import { HumanError } from '../../humanError.ts';
import type { Parts } from '../commands/parts.ts';
import { Debounced } from '../control/debounced.ts';
import { Cancelled } from '../host/cancelled.ts';
import { Destinations } from './destination.ts';
import { fixtureFilesIn, readFixtureFile } from './fixtureFiles.ts';
import { fixturesBelow, itemsOf, type FolderOfFixtures } from './items.ts';
import { askLaunch, launchApp, launchNames, type LaunchedApp } from './launch.ts';
import { runTests, type PlannedTest } from './testRun.ts';

/** What tests are found, sent and signed with. */
export type EventTestsParts = Pick<
  Parts,
  | 'connections'
  | 'deliveries'
  | 'handlers'
  | 'messages'
  | 'payloads'
  | 'secrets'
  | 'targets'
  | 'workspaceState'
>;

const launchKey = 'tests.launch';

/** The Test Explorer's tests: the fixtures of the workspace, below the handlers of their event types. */
export class EventTests implements vscode.Disposable {
  /** What the Test Explorer shows. */
  readonly controller: vscode.TestController;
  readonly runProfile: vscode.TestRunProfile;
  readonly debugProfile: vscode.TestRunProfile;
  readonly #parts: EventTestsParts;
  readonly #destinations: Destinations;
  readonly #soon: Debounced;
  readonly #subscriptions: readonly vscode.Disposable[];
  #finding: Promise<void> = Promise.resolve();

  constructor(parts: EventTestsParts) {
    this.#parts = parts;
    this.#destinations = new Destinations(parts);
    this.#soon = new Debounced(() => this.#inBackground(this.refresh()));
    this.controller = vscode.tests.createTestController('stripeWebhooks', vscode.l10n.t('Stripe Events'));
    this.controller.resolveHandler = async (item) => {
      if (!item) await this.#locate();
    };
    this.controller.refreshHandler = () => this.#locate();
    this.runProfile = this.#profile(vscode.l10n.t('Send to Target'), vscode.TestRunProfileKind.Run);
    this.debugProfile = this.#profile(vscode.l10n.t('Debug App'), vscode.TestRunProfileKind.Debug);
    this.#subscriptions = [
      this.controller,
      this.#soon,
      parts.handlers.onDidChange(() => this.#soon.trigger()),
    ];
  }

  /** Reads the fixtures of the workspace anew, with the handlers that are known by now. */
  refresh(): Promise<void> {
    // One after the other, so that an older state does not come last.
    this.#finding = this.#finding.catch(() => undefined).then(() => this.#find());
    return this.#finding;
  }

  /** Reads the fixtures once a burst of changes has paused. */
  refreshSoon(): void {
    this.#soon.trigger();
  }

  /** Runs the tests of some fixture files, as the Test Explorer would. */
  async runFiles(files: readonly vscode.Uri[]): Promise<void> {
    await this.refresh();
    const ids = new Set(files.map(String));
    const items = this.items().filter(({ id }) => ids.has(id));
    const source = new vscode.CancellationTokenSource();
    const request = new vscode.TestRunRequest(items, undefined, this.runProfile);
    await this.#guarded(() => this.#run(request, source.token));
    source.dispose();
  }

  /** Every test, in the order of the tree. */
  items(): readonly vscode.TestItem[] {
    return fixturesBelow([...this.controller.items].map(([, item]) => item));
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  /** Searches the code for the handlers, which the tests stand below. */
  async #locate(): Promise<void> {
    await this.refresh();
    if (this.items().length === 0) return;
    await this.#parts.handlers.all();
    await this.refresh();
  }

  async #find(): Promise<void> {
    const folders = await Promise.all(
      (vscode.workspace.workspaceFolders ?? []).map(async (folder): Promise<FolderOfFixtures> => ({
        folder,
        files: await fixtureFilesIn(folder),
      })),
    );
    this.controller.items.replace(
      itemsOf((...item) => this.controller.createTestItem(...item), {
        folders,
        handlersOf: (type) => this.#parts.handlers.known(type),
      }),
    );
  }

  #profile(label: string, kind: vscode.TestRunProfileKind): vscode.TestRunProfile {
    const debug = kind === vscode.TestRunProfileKind.Debug;
    const profile = this.controller.createRunProfile(
      label,
      kind,
      (request, token) =>
        this.#guarded(() => (debug ? this.#debug(request, token) : this.#run(request, token))),
      true,
    );
    profile.configureHandler = () =>
      this.#inBackground(
        this.#guarded(async () => void (await (debug ? this.#askLaunch() : this.#destinations.choose()))),
      );
    return profile;
  }

  async #run(
    request: vscode.TestRunRequest,
    token: vscode.CancellationToken,
    unhurried = false,
  ): Promise<void> {
    const tests = await this.#planned(request);
    const destinationOf = await this.#destinations.of(readable(tests));
    const run = this.controller.createTestRun(request);
    for (const { item } of tests) run.enqueued(item);
    try {
      await runTests(this.#parts, run, tests, { destinationOf, unhurried }, token);
    } finally {
      run.end();
    }
  }

  /** Starts the app first, and stops it afterwards. */
  async #debug(request: vscode.TestRunRequest, token: vscode.CancellationToken): Promise<void> {
    const [first] = readable(await this.#planned(request));
    if (!first) return this.#run(request, token);
    const { target } = (await this.#destinations.of([first]))(first);
    const app = await this.#launched(target.url, token);
    try {
      await this.#run(request, token, true);
    } finally {
      await app.stop();
    }
  }

  async #launched(url: string, token: vscode.CancellationToken): Promise<LaunchedApp> {
    const known = this.#parts.workspaceState.get<string>(launchKey) ?? '';
    const folder = vscode.workspace.workspaceFolders?.find((one) => launchNames(one).includes(known));
    if (folder) return launchApp(folder, known, url, token);
    const chosen = await this.#askLaunch();
    return launchApp(chosen.folder, chosen.name, url, token);
  }

  async #askLaunch() {
    const folders = vscode.workspace.workspaceFolders ?? [];
    const folder = folders.find((one) => launchNames(one).length > 0) ?? folders[0];
    const name = await askLaunch(folder);
    await this.#parts.workspaceState.update(launchKey, name);
    return { folder, name };
  }

  /** The tests of a request with their files as they are now. */
  async #planned({ include, exclude = [] }: vscode.TestRunRequest): Promise<readonly PlannedTest[]> {
    await this.#finding;
    const left = new Set(fixturesBelow(exclude).map(({ id }) => id));
    const items = (include ? fixturesBelow(include) : this.items()).filter(({ id }) => !left.has(id));
    return Promise.all(
      items.map(async (item) => {
        const file = item.uri && (await readFixtureFile(item.uri));
        const problem = file ? file.problem?.message : vscode.l10n.t('The file of this fixture is gone.');
        return { item, fixture: file?.fixture, problem };
      }),
    );
  }

  /** What the user backs out of ends quietly; an error for a person is shown. */
  async #guarded(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (error instanceof Cancelled) return;
      if (!(error instanceof HumanError)) throw error;
      this.#parts.messages.error(error.message);
    }
  }

  #inBackground(work: Promise<void>): void {
    work.catch((error: unknown) => this.#parts.messages.bug('tests', error));
  }
}

function readable(tests: readonly PlannedTest[]): readonly Fixture[] {
  return tests.flatMap(({ fixture }) => fixture ?? []);
}
