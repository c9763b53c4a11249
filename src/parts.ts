import * as vscode from 'vscode';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AppHost } from './apps/app.ts';
import type { EventBuilder } from './sandbox/options.ts';
import { speak } from './sentence.ts';
import { Connections } from './stripe/connections.ts';
import { Endpoints } from './stripe/endpoints.ts';
import { FileStore } from './stripe/fileStore.ts';
import { loadEventCatalogue } from './stripe/loadCatalogue.ts';
import { Rolls } from './stripe/roll.ts';
import { SigningSecrets } from './stripe/signingSecrets.ts';
import type { Parts } from './ui/commands/parts.ts';
import { Apps } from './ui/control/apps.ts';
import type { ContributedApps } from './ui/control/contributedApps.ts';
import { learnSandboxSecrets } from './ui/control/learnSandboxSecrets.ts';
import { Deliveries } from './ui/control/deliveries.ts';
import { EndpointList } from './ui/control/endpointList.ts';
import { EnvTargets, RollEnvTargets } from './ui/control/envTargets.ts';
import { Lazily } from './ui/control/lazily.ts';
import { openJournal } from './ui/control/openJournal.ts';
import { loadPayloadTools } from './ui/control/payloadTools.ts';
import { ReceiverControl, type Received } from './ui/control/receiverControl.ts';
import { SandboxControl, type EmbeddedSandbox } from './ui/control/sandboxControl.ts';
import { markers } from './ui/control/somethingLeft.ts';
import { SourceControl } from './ui/control/sourceControl.ts';
import { Targets } from './ui/control/targets.ts';
import { ThisMachine } from './ui/control/thisMachine.ts';
import { WorkspaceHandlers } from './ui/control/workspaceHandlers.ts';
import { sweepDrafts } from './ui/editor/draftSweep.ts';
import type { Messages } from './ui/host/messages.ts';
import { SettingProblems } from './ui/host/settingProblems.ts';
import { readSetting } from './ui/host/settings.ts';
import { draftsIn, storageOf } from './ui/host/storage.ts';
import { EventsView } from './ui/panel/eventsView.ts';
import { AppsView } from './ui/views/appsView.ts';
import { CoverageView } from './ui/views/coverageView.ts';
import { EndpointsView } from './ui/views/endpointsView.ts';
import { EventsOutput } from './ui/views/eventsOutput.ts';
import { LiveColor } from './ui/views/liveColor.ts';
import { StatusBar } from './ui/views/statusBar.ts';
import { TargetsView } from './ui/views/targetsView.ts';
import type { Trees } from './ui/views/trees.ts';
import { wire } from './ui/wiring.ts';

/** What is there from the start, before the parts are. */
export interface Early {
  readonly contributedApps: ContributedApps;
  readonly log: vscode.LogOutputChannel;
  readonly messages: Messages;
  /** Fires with every receipt. */
  readonly received: vscode.EventEmitter<Received>;
  readonly trees: Trees;
}

/**
 * Makes the parts and lets them work together; what must end with the extension ends with `context`. Nothing is
 * connected or listened on before the user asks for it.
 */
export function createParts(context: vscode.ExtensionContext, early: Early): Parts {
  speak(vscode.l10n.bundle);
  const { log, messages } = early;
  const { workspaceState } = context;
  const data = { ...createData(context, messages), log, messages, workspaceState };
  const stripe = { ...data, ...createStripe(context, data) };
  const traffic = { ...stripe, ...createTraffic(context, early, stripe) };
  const views = { ...traffic, ...createViews(context, early, traffic) };
  const parts: Parts = { ...views, ...createTools(views), settingProblems: new SettingProblems(messages) };
  context.subscriptions.push(
    ...wire(parts),
    parts.receiver.onDidReceive((received) => early.received.fire(received)),
  );
  return parts;
}

type Data = ReturnType<typeof createData> & Pick<Parts, 'log' | 'messages' | 'workspaceState'>;
type WithStripe = Data & ReturnType<typeof createStripe>;
type WithTraffic = WithStripe & ReturnType<typeof createTraffic>;
type WithViews = WithTraffic & ReturnType<typeof createViews>;

/** What comes with the extension, and what it keeps for the workspace. */
function createData(context: vscode.ExtensionContext, messages: Messages) {
  const storage = storageOf(context);
  const inExtension = (...path: readonly string[]) => join(context.extensionPath, ...path);
  const worker = (name: string) => pathToFileURL(inExtension('dist', name));
  const catalogueDirectory = inExtension('dist', 'catalogue');
  const catalogue = new Lazily(() => loadEventCatalogue(catalogueDirectory));
  const handlers = new WorkspaceHandlers({
    worker: worker('handlers-worker.js'),
    grammarDirectory: inExtension('dist', 'grammars'),
    catalogue,
  });
  context.subscriptions.push(handlers);
  return {
    storage,
    builtInFixtures: inExtension('media', 'fixtures'),
    builtInScenarios: inExtension('media', 'scenarios'),
    catalogueDirectory,
    catalogue,
    payloads: new Lazily(() => loadPayloadTools(catalogueDirectory, catalogue)),
    journal: new Lazily(async () => {
      const opened = await openJournal(storage, worker('journal-worker.js'), messages);
      sweepDrafts(draftsIn(storage), opened);
      return opened;
    }),
    handlers,
  };
}

/**
 * VS Code writes what is in its stores to the disk 100 ms later.
 * Source: `DEFAULT_FLUSH_DELAY` in VS Code's src/vs/base/parts/storage/common/storage.ts
 */
const secretsSettleMs = 500;

/** Connections, the sandbox among them, and the endpoints and secrets that they have. */
function createStripe(
  { globalState, globalStorageUri, secrets: keys, subscriptions }: vscode.ExtensionContext,
  data: Data,
) {
  const secrets = new SigningSecrets(globalState, keys);
  const sandbox = new SandboxControl(
    () => openSandbox(data),
    () => readSetting('sandbox.port'),
    (started) => learnSandboxSecrets(started, secrets),
  );
  const connections = new Connections({
    store: globalState,
    secrets: keys,
    signingSecrets: secrets,
    sandboxAccess: async () => {
      const { baseUrl, testKey } = await sandbox.access();
      return { baseUrl, key: testKey };
    },
  });
  const endpoints = new Endpoints(connections, secrets, globalState);
  const endpointList = new EndpointList(connections, endpoints);
  const rollEnvTargets = new RollEnvTargets(globalState, secrets);
  const rolls = new Rolls({
    store: new FileStore(join(globalStorageUri.fsPath, 'rolls.json')),
    secretsSettleMs,
    connections,
    endpoints,
    signingSecrets: secrets,
    hooks: rollEnvTargets,
  });
  subscriptions.push(sandbox, endpointList);
  return { secrets, sandbox, connections, endpoints, endpointList, rollEnvTargets, rolls };
}

/** What receives events, and what is done with them. */
function createTraffic(context: vscode.ExtensionContext, early: Early, data: WithStripe) {
  const { connections, journal, messages, secrets, storage, workspaceState: state } = data;
  const targets = new Targets(state, context.secrets);
  const deliveries: Deliveries = new Deliveries({
    targets,
    journal,
    secrets,
    messages,
    state,
    folder: storage,
    isReceiver: (url) => receiver.url !== undefined && receiver.isReachedAt(url),
    ownSends: () => receiver.ownSends,
  });
  const receiver = new ReceiverControl({
    journal,
    secrets,
    connections,
    answer: (receipt, id) => deliveries.answer(receipt, id),
  });
  const source = new SourceControl({ connections, receiver, secrets, journal, state });
  const apps = new Apps({
    state,
    secrets: context.secrets,
    journal,
    folder: join(storage, 'apps'),
    marker: join(storage, markers.apps),
    host: () => loadAppHost(data),
    contributed: early.contributedApps,
    messages,
    log: early.log,
  });
  const thisMachine = new ThisMachine(receiver, state);
  context.subscriptions.push(receiver, source, targets, deliveries, apps);
  return { targets, deliveries, receiver, source, apps, thisMachine };
}

/** What shows all that. */
function createViews(context: vscode.ExtensionContext, { trees }: Early, parts: WithTraffic) {
  const { apps, connections, endpointList, receiver, source } = parts;
  const eventsOutput = new EventsOutput();
  const eventsView = new EventsView({
    ...parts,
    extension: context.extensionUri,
    preferences: context.globalState,
  });
  const endpointsView = new EndpointsView(parts, trees.endpoints);
  const coverageView = new CoverageView(parts, trees.coverage);
  context.subscriptions.push(
    eventsOutput,
    eventsView,
    endpointsView,
    coverageView,
    new TargetsView(parts, trees.targets),
    new AppsView(apps, trees.apps),
    new StatusBar(receiver, connections, endpointList, source),
    vscode.window.registerFileDecorationProvider(new LiveColor()),
  );
  return { eventsOutput, eventsView, endpointsView, coverageView };
}

/** What is loaded when it is first asked for by a command or a document. */
function createTools(parts: WithViews) {
  return {
    envTargets: new EnvTargets(parts.workspaceState),
    diagnoses: new Lazily(async () => {
      const { DiagnosisDocuments } = await import('./ui/commands/diagnosis/documents.ts');
      return new DiagnosisDocuments();
    }),
    eventTests: new Lazily(async () => {
      const { EventTests } = await import('./ui/testing/eventTests.ts');
      return new EventTests(parts);
    }),
  };
}

/** Commits and answers what arrived, then closes the servers and the journal. */
export async function stopParts({
  apps,
  source,
  receiver,
  deliveries,
  sandbox,
  journal,
  diagnoses,
  eventTests,
}: Parts): Promise<void> {
  await source.stop();
  await receiver.stop();
  await Promise.all([deliveries.stop(), apps.stop()]);
  await Promise.all([
    sandbox.stop(),
    journal.end((open) => open.close()),
    diagnoses.end((open) => open.dispose()),
    eventTests.end((open) => open.dispose()),
  ]);
}

async function loadAppHost({ connections, secrets }: WithStripe): Promise<AppHost> {
  const [{ createAppHost }, { fixtureOf }] = await Promise.all([
    import('./ui/control/appHost.ts'),
    import('./ui/commands/event/copyAsFixture.ts'),
  ]);
  return createAppHost({ connections, secrets, fixtureOf });
}

async function openSandbox({
  storage,
  catalogueDirectory,
  payloads,
  messages,
}: Data): Promise<EmbeddedSandbox> {
  const [{ Sandbox }, { loadOperationCatalogue }, { builder, events, schemas }] = await Promise.all([
    import('./sandbox/sandbox.ts'),
    import('./stripe/loadCatalogue.ts'),
    payloads.get(),
  ]);
  const operations = await loadOperationCatalogue(catalogueDirectory);
  await mkdir(storage, { recursive: true });
  const dataFile = join(storage, 'sandbox.sqlite');
  const buildEvent: EventBuilder = (type, options) => ({ ...builder.build(type, options) });
  const { sandbox, setAside } = await Sandbox.openOrStartAfresh({
    dataFile,
    catalogue: events,
    resources: { schemas, operations },
    buildEvent,
  });
  if (setAside) messages.setAside(vscode.l10n.t('sandbox'), setAside);
  sandbox.on('fault', (error) => messages.bug('sandbox', error));
  return sandbox;
}
