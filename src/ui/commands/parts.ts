import type * as vscode from 'vscode';
import type { Journal } from '../../journal/journal.ts';
import type { EventCatalogue } from '../../stripe/catalogue.ts';
import type { Connections } from '../../stripe/connections.ts';
import type { Endpoints } from '../../stripe/endpoints.ts';
import type { Rolls } from '../../stripe/roll.ts';
import type { SigningSecrets } from '../../stripe/signingSecrets.ts';
import type { Apps } from '../control/apps.ts';
import type { Deliveries } from '../control/deliveries.ts';
import type { EndpointList } from '../control/endpointList.ts';
import type { EnvTargets, RollEnvTargets } from '../control/envTargets.ts';
import type { Lazily } from '../control/lazily.ts';
import type { PayloadTools } from '../control/payloadTools.ts';
import type { ReceiverControl } from '../control/receiverControl.ts';
import type { SandboxControl } from '../control/sandboxControl.ts';
import type { SourceControl } from '../control/sourceControl.ts';
import type { Targets } from '../control/targets.ts';
import type { ThisMachine } from '../control/thisMachine.ts';
import type { WorkspaceHandlers } from '../control/workspaceHandlers.ts';
import type { DiagnosisDocuments } from './diagnosis/documents.ts';
import type { Messages } from '../host/messages.ts';
import type { SettingProblems } from '../host/settingProblems.ts';
import type { EventsView } from '../panel/eventsView.ts';
import type { EventTests } from '../testing/eventTests.ts';
import type { CoverageView } from '../views/coverageView.ts';
import type { EndpointsView } from '../views/endpointsView.ts';
import type { EventsOutput } from '../views/eventsOutput.ts';

/** Everything commands work with; each command names the few it needs. */
export interface Parts {
  readonly apps: Apps;
  /** The folder with the fixtures that come with the extension, each named after the event type that it causes. */
  readonly builtInFixtures: string;
  /** The folder with the scenarios that come with the extension. */
  readonly builtInScenarios: string;
  readonly catalogue: Lazily<EventCatalogue>;
  /** The folder with what the SDK declares. */
  readonly catalogueDirectory: string;
  readonly connections: Connections;
  readonly coverageView: CoverageView;
  readonly deliveries: Deliveries;
  readonly diagnoses: Lazily<DiagnosisDocuments>;
  readonly endpoints: Endpoints;
  readonly endpointList: EndpointList;
  readonly endpointsView: EndpointsView;
  readonly envTargets: EnvTargets;
  readonly eventsOutput: EventsOutput;
  readonly eventsView: EventsView;
  readonly eventTests: Lazily<EventTests>;
  readonly handlers: WorkspaceHandlers;
  readonly journal: Lazily<Journal>;
  readonly log: vscode.LogOutputChannel;
  readonly messages: Messages;
  readonly payloads: Lazily<PayloadTools>;
  readonly receiver: ReceiverControl;
  readonly rollEnvTargets: RollEnvTargets;
  readonly rolls: Rolls;
  readonly sandbox: SandboxControl;
  readonly secrets: SigningSecrets;
  readonly settingProblems: SettingProblems;
  readonly source: SourceControl;
  readonly targets: Targets;
  readonly thisMachine: ThisMachine;
  readonly workspaceState: vscode.Memento;
}
