import * as vscode from 'vscode';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { EventBuilder } from './sandbox/options.ts';
import { speak } from './sentence.ts';
import { Connections } from './stripe/connections.ts';
import { Endpoints } from './stripe/endpoints.ts';
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
import { loadPayloadTools, type PayloadTools } from './ui/control/payloadTools.ts';
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
  const { log, messages, trees } = early;
  const storage = storageOf(context);
  const { extensionPath, workspaceState } = context;
  const builtInFixtures = join(extensionPath, 'media', 'fixtures');
  const builtInScenarios = join(extensionPath, 'media', 'scenarios');
  const catalogueDirectory = join(extensionPath, 'dist', 'catalogue');
  const grammarDirectory = join(extensionPath, 'dist', 'grammars');
  const worker = (name: string) => pathToFileURL(join(extensionPath, 'dist', name));
  const catalogue = new Lazily(() => loadEventCatalogue(catalogueDirectory));
  const payloads = new Lazily(() => loadPayloadTools(catalogueDirectory, catalogue));
  const journal = new Lazily(async () => {
    const opened = await openJournal(storage, worker('journal-worker.js'), messages);
    sweepDrafts(draftsIn(storage), opened);
    return opened;
  });
  const secrets = new SigningSecrets(context.globalState, context.secrets);
  const sandbox = new SandboxControl(
    () => openSandbox(storage, catalogueDirectory, payloads, messages),
    () => readSetting('sandbox.port'),
    (started) => learnSandboxSecrets(started, secrets),
  );
  const connections = new Connections({
    store: context.globalState,
    secrets: context.secrets,
    signingSecrets: secrets,
    sandboxAccess: async () => {
      const { baseUrl, testKey } = await sandbox.access();
      return { baseUrl, key: testKey };
    },
  });
  const endpoints = new Endpoints(connections, secrets, context.globalState);
  const rollEnvTargets = new RollEnvTargets(context.globalState, secrets);
  const rolls = new Rolls({
    store: context.globalState,
    connections,
    endpoints,
    signingSecrets: secrets,
    hooks: rollEnvTargets,
  });
  const endpointList = new EndpointList(connections, endpoints);
  const targets = new Targets(workspaceState, context.secrets);
  const deliveries: Deliveries = new Deliveries({
    targets,
    journal,
    secrets,
    messages,
    state: workspaceState,
    folder: storage,
    receiverUrl: () => receiver.url,
    ownSends: () => receiver.ownSends,
  });
  const receiver = new ReceiverControl({
    journal,
    secrets,
    connections,
    answer: (receipt, id) => deliveries.answer(receipt, id),
  });
  const apps = new Apps({
    state: workspaceState,
    secrets: context.secrets,
    journal,
    folder: join(storage, 'apps'),
    marker: join(storage, markers.apps),
    host: async () => {
      const [{ createAppHost }, { fixtureOf }] = await Promise.all([
        import('./ui/control/appHost.ts'),
        import('./ui/commands/event/copyAsFixture.ts'),
      ]);
      return createAppHost({ connections, secrets, fixtureOf });
    },
    contributed: early.contributedApps,
    messages,
    log,
  });
  const source = new SourceControl({ connections, receiver, secrets, journal, state: workspaceState });
  const diagnoses = new Lazily(async () => {
    const { DiagnosisDocuments } = await import('./ui/commands/diagnosis/documents.ts');
    return new DiagnosisDocuments();
  });
  const eventsOutput = new EventsOutput();
  const eventsView = new EventsView({
    journal,
    catalogue,
    endpointList,
    messages,
    extension: context.extensionUri,
    preferences: context.globalState,
    workspaceState,
  });
  const handlers = new WorkspaceHandlers({
    worker: worker('handlers-worker.js'),
    grammarDirectory,
    catalogue,
  });
  const envTargets = new EnvTargets(workspaceState);
  const thisMachine = new ThisMachine(receiver, workspaceState);
  const endpointsView = new EndpointsView(
    { endpointList, handlers, receiver, rolls, secrets, thisMachine, workspaceState },
    trees.endpoints,
  );
  const eventTests = new Lazily(async () => {
    const { EventTests } = await import('./ui/testing/eventTests.ts');
    return new EventTests({
      connections,
      deliveries,
      handlers,
      messages,
      payloads,
      secrets,
      targets,
      workspaceState,
    });
  });
  const coverageView = new CoverageView(
    { catalogue, endpointList, handlers, journal, messages },
    trees.coverage,
  );
  const targetsView = new TargetsView({ targets, deliveries, journal }, trees.targets);
  const appsView = new AppsView(apps, trees.apps);
  const settingProblems = new SettingProblems(messages);

  const parts: Parts = {
    apps,
    builtInFixtures,
    builtInScenarios,
    catalogue,
    catalogueDirectory,
    connections,
    coverageView,
    deliveries,
    diagnoses,
    endpoints,
    endpointList,
    endpointsView,
    envTargets,
    eventsOutput,
    eventsView,
    eventTests,
    handlers,
    journal,
    log,
    messages,
    payloads,
    receiver,
    rollEnvTargets,
    rolls,
    sandbox,
    secrets,
    settingProblems,
    source,
    targets,
    thisMachine,
    workspaceState,
  };
  context.subscriptions.push(
    sandbox,
    endpointList,
    receiver,
    source,
    endpointsView,
    coverageView,
    targets,
    deliveries,
    targetsView,
    apps,
    appsView,
    eventsOutput,
    eventsView,
    handlers,
    vscode.window.registerFileDecorationProvider(new LiveColor()),
    new StatusBar(receiver, connections, endpointList, source),
    ...wire(parts),
    receiver.onDidReceive((received) => early.received.fire(received)),
  );
  return parts;
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

async function openSandbox(
  storage: string,
  catalogueDirectory: string,
  payloads: Lazily<PayloadTools>,
  messages: Messages,
): Promise<EmbeddedSandbox> {
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
