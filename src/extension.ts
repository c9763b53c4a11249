import * as vscode from 'vscode';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { StripeWebhooksApi } from '../api/stripe-webhooks.d.ts';
import type { EventBuilder } from './sandbox/options.ts';
import { speak } from './sentence.ts';
import { Connections } from './stripe/connections.ts';
import { Endpoints } from './stripe/endpoints.ts';
import { loadEventCatalogue } from './stripe/loadCatalogue.ts';
import { Rolls } from './stripe/roll.ts';
import { SigningSecrets } from './stripe/signingSecrets.ts';
import { views } from './ids.ts';
import { createApi } from './ui/api.ts';
import type { Parts } from './ui/commands/parts.ts';
import { registerCommands, type CommandManifest } from './ui/commands/register.ts';
import { Apps } from './ui/control/apps.ts';
import { learnSandboxSecrets } from './ui/control/learnSandboxSecrets.ts';
import { Deliveries } from './ui/control/deliveries.ts';
import { EndpointList } from './ui/control/endpointList.ts';
import { EnvTargets, RollEnvTargets } from './ui/control/envTargets.ts';
import { Lazily } from './ui/control/lazily.ts';
import { openJournal } from './ui/control/openJournal.ts';
import { loadPayloadTools, type PayloadTools } from './ui/control/payloadTools.ts';
import { ReceiverControl } from './ui/control/receiverControl.ts';
import { SandboxControl, type EmbeddedSandbox } from './ui/control/sandboxControl.ts';
import { SourceControl } from './ui/control/sourceControl.ts';
import { Targets } from './ui/control/targets.ts';
import { ThisMachine } from './ui/control/thisMachine.ts';
import { WorkspaceHandlers } from './ui/control/workspaceHandlers.ts';
import { registerOwnDataFeatures } from './ui/editor/ownDataFeatures.ts';
import { registerHandlerFeatures } from './ui/editor/handlers/register.ts';
import { registerDrafts } from './ui/editor/drafts.ts';
import { sweepDrafts } from './ui/editor/draftSweep.ts';
import { registerEditorFeatures } from './ui/editor/register.ts';
import { setContext } from './ui/host/contextKeys.ts';
import { Messages } from './ui/host/messages.ts';
import { readSetting } from './ui/host/settings.ts';
import { EventsView } from './ui/panel/eventsView.ts';
import { registerTools, type ToolManifest } from './ui/tools/register.ts';
import { registerEventTests } from './ui/testing/register.ts';
import { AppsView } from './ui/views/appsView.ts';
import { CoverageView } from './ui/views/coverageView.ts';
import { EndpointsView } from './ui/views/endpointsView.ts';
import { EventsOutput } from './ui/views/eventsOutput.ts';
import { LiveColor } from './ui/views/liveColor.ts';
import { StatusBar } from './ui/views/statusBar.ts';
import { TargetsView } from './ui/views/targetsView.ts';
import { wire } from './ui/wiring.ts';

const dist = fileURLToPath(new URL('.', import.meta.url));
const catalogueDirectory = join(dist, 'catalogue');
const grammarDirectory = join(dist, 'grammars');
const builtInScenarios = join(dist, '..', 'media', 'scenarios');
const builtInFixtures = join(dist, '..', 'media', 'fixtures');

let shutDown: (() => Promise<void>) | undefined;

/** The public API; tests get the parts as well. */
type Exported = StripeWebhooksApi & { readonly parts?: Parts };

/** Builds the parts and wires them. Nothing is loaded, connected or listened on before the user asks for it. */
export function activate(context: vscode.ExtensionContext): Exported {
  speak(vscode.l10n.bundle);
  const parts = buildParts(context);
  context.subscriptions.push(...register(context, parts));
  setContext('stripeWebhooks.receiverRunning', false);
  setContext('stripeWebhooks.sandboxRunning', false);
  setContext('stripeWebhooks.sourceRunning', false);
  setContext('stripeWebhooks.eventsPaused', false);
  shutDown = () => stopAll(parts);
  const isTest = context.extensionMode === vscode.ExtensionMode.Test;
  return { ...createApi(parts), ...(isTest && { parts }) };
}

/** Commits and answers what arrived, then closes the servers and the journal. */
export async function deactivate(): Promise<void> {
  await shutDown?.();
}

async function stopAll({
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

function storageOf(context: vscode.ExtensionContext): string {
  return (context.storageUri ?? context.globalStorageUri).fsPath;
}

function draftsIn(storage: string): string {
  return join(storage, 'drafts');
}

function buildParts(context: vscode.ExtensionContext): Parts {
  const log = vscode.window.createOutputChannel('Stripe Webhooks', { log: true });
  const messages = new Messages(log);
  const storage = storageOf(context);
  const { workspaceState } = context;
  const catalogue = new Lazily(() => loadEventCatalogue(catalogueDirectory));
  const payloads = new Lazily(() => loadPayloadTools(catalogueDirectory, catalogue));
  const journal = new Lazily(async () => {
    const opened = await openJournal(storage, new URL('./journal-worker.js', import.meta.url), messages);
    sweepDrafts(draftsIn(storage), opened);
    return opened;
  });
  const secrets = new SigningSecrets(context.globalState, context.secrets);
  const sandbox = new SandboxControl(
    () => openSandbox(storage, payloads, messages),
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
    host: async () => {
      const [{ createAppHost }, { fixtureOf }] = await Promise.all([
        import('./ui/control/appHost.ts'),
        import('./ui/commands/event/copyAsFixture.ts'),
      ]);
      return createAppHost({ connections, secrets, fixtureOf });
    },
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
    worker: new URL('./handlers-worker.js', import.meta.url),
    grammarDirectory,
    catalogue,
  });
  const envTargets = new EnvTargets(workspaceState);
  const thisMachine = new ThisMachine(receiver, workspaceState);
  const endpointsView = new EndpointsView({
    endpointList,
    handlers,
    receiver,
    rolls,
    secrets,
    thisMachine,
    workspaceState,
  });

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
  const coverageView = new CoverageView({ catalogue, endpointList, handlers, journal, messages });

  return {
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
    source,
    targets,
    thisMachine,
    workspaceState,
  };
}

/** Everything that ends with the extension. */
function register(context: vscode.ExtensionContext, parts: Parts): readonly vscode.Disposable[] {
  const { apps, connections, coverageView, deliveries, endpointList, endpointsView } = parts;
  const { eventsOutput, eventsView } = parts;
  const { handlers, journal, log, payloads, receiver, sandbox, source, targets } = parts;
  return [
    log,
    sandbox,
    endpointList,
    receiver,
    source,
    endpointsView,
    coverageView,
    targets,
    deliveries,
    new TargetsView({ targets, deliveries, journal }),
    apps,
    new AppsView(apps),
    eventsOutput,
    eventsView,
    vscode.window.registerWebviewViewProvider(views.events, eventsView),
    handlers,
    vscode.window.registerFileDecorationProvider(new LiveColor()),
    new StatusBar(receiver, connections, endpointList, source),
    ...registerCommands(parts, context.extension.packageJSON as CommandManifest),
    ...registerTools(parts, context.extension.packageJSON as ToolManifest),
    ...registerEditorFeatures(journal),
    ...registerDrafts(draftsIn(storageOf(context))),
    ...registerHandlerFeatures(parts),
    ...registerOwnDataFeatures(payloads),
    ...registerEventTests(parts),
    ...wire(parts),
  ];
}

async function openSandbox(
  storage: string,
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
