/** Every id that stands both in `package.json` and in code, with the types that go with it. Imported by `ui` alone. */
import type { Uri } from 'vscode';
import type { AppsNode } from './ui/views/appNodes.ts';
import type { CoveredTypeNode } from './ui/views/coverageNodes.ts';
import type { ReceiptFilter } from './journal/filter.ts';
import type { EndpointNode, EndpointsNode, EventTypeNode, SecretNode } from './ui/views/endpointNodes.ts';
import type { FailedNode, TargetNode, TargetsNode } from './ui/views/targetNodes.ts';

/** The commands and their arguments. Tree commands get the clicked node, and in multi-select views all selected ones. */
export interface Commands {
  'stripeWebhooks.endpoint.create': [];
  'stripeWebhooks.endpoint.createForThisMachine': [];
  'stripeWebhooks.endpoint.edit': [node?: EndpointNode];
  'stripeWebhooks.endpoint.pause': [node?: EndpointNode, selected?: readonly EndpointsNode[]];
  'stripeWebhooks.endpoint.resume': [node?: EndpointNode, selected?: readonly EndpointsNode[]];
  'stripeWebhooks.endpoint.delete': [node?: EndpointNode, selected?: readonly EndpointsNode[]];
  'stripeWebhooks.endpoint.rollSecret': [node?: EndpointNode | SecretNode];
  'stripeWebhooks.endpoint.copyId': [node?: EndpointNode];
  'stripeWebhooks.endpoint.copyUrl': [node?: EndpointNode];
  'stripeWebhooks.endpoint.copySecret': [node?: EndpointNode | SecretNode];
  'stripeWebhooks.endpoint.openInDashboard': [node?: EndpointNode];
  'stripeWebhooks.endpoint.ping': [node?: EndpointNode];
  'stripeWebhooks.endpoint.pasteSecret': [node?: EndpointNode | SecretNode];
  'stripeWebhooks.endpoint.revealSecret': [node?: EndpointNode | SecretNode];
  'stripeWebhooks.endpoint.writeSecretToEnv': [node?: EndpointNode | SecretNode];
  'stripeWebhooks.endpoint.upgradeApiVersion': [node?: EndpointNode];
  'stripeWebhooks.endpoint.sort': [];
  'stripeWebhooks.endpoint.filter': [];
  'stripeWebhooks.roll.confirm': [node?: EndpointNode];
  'stripeWebhooks.roll.finish': [node?: EndpointNode];
  'stripeWebhooks.roll.undo': [node?: EndpointNode];
  'stripeWebhooks.roll.provideSecret': [node?: EndpointNode];
  'stripeWebhooks.endpoint.refresh': [];
  'stripeWebhooks.connection.add': [];
  'stripeWebhooks.connection.remove': [];
  'stripeWebhooks.connection.switch': [];
  'stripeWebhooks.receiver.start': [];
  'stripeWebhooks.receiver.stop': [];
  'stripeWebhooks.receiver.copyUrl': [];
  'stripeWebhooks.receiver.showActions': [];
  'stripeWebhooks.source.start': [];
  'stripeWebhooks.source.stop': [];
  'stripeWebhooks.source.copySecret': [];
  'stripeWebhooks.source.writeSecretToEnv': [];
  'stripeWebhooks.event.trigger': [from?: EndpointsNode | string];
  'stripeWebhooks.event.triggerAgain': [];
  'stripeWebhooks.event.triggerTo': [type?: string];
  'stripeWebhooks.event.triggerReal': [from?: EventTypeNode | string];
  'stripeWebhooks.event.triggerWith': [from?: EventTypeNode | string];
  'stripeWebhooks.event.triggerLike': [from?: number | Uri];
  'stripeWebhooks.event.editOwnData': [type?: string];
  'stripeWebhooks.event.keepAsOwnData': [receiptId?: number];
  'stripeWebhooks.fixture.run': [file?: Uri];
  'stripeWebhooks.scenario.run': [name?: string];
  'stripeWebhooks.scenario.create': [];
  'stripeWebhooks.scenario.record': [receiptIds?: readonly number[]];
  'stripeWebhooks.event.open': [receiptId?: number];
  'stripeWebhooks.event.showOutput': [];
  'stripeWebhooks.event.compare': [receiptIds?: readonly number[]];
  'stripeWebhooks.event.copyAsJson': [receiptIds?: readonly number[]];
  'stripeWebhooks.event.copyAsCurl': [receiptIds?: readonly number[]];
  'stripeWebhooks.event.copyAsFixture': [receiptIds?: readonly number[]];
  'stripeWebhooks.event.saveAsFixture': [receiptIds?: readonly number[]];
  'stripeWebhooks.event.openInDashboard': [receiptIds?: readonly number[]];
  'stripeWebhooks.event.onlyTheseTypes': [receiptIds?: readonly number[]];
  'stripeWebhooks.event.hideTheseTypes': [receiptIds?: readonly number[]];
  'stripeWebhooks.panel.show': [];
  'stripeWebhooks.panel.filter': [];
  'stripeWebhooks.panel.pause': [];
  'stripeWebhooks.panel.resume': [];
  'stripeWebhooks.panel.clear': [];
  'stripeWebhooks.panel.chooseColumns': [];
  'stripeWebhooks.panel.savedFilters': [];
  'stripeWebhooks.panel.export': [];
  'stripeWebhooks.event.replay': [receiptIds?: readonly number[] | Uri];
  'stripeWebhooks.event.editAndResend': [receiptId?: number | Uri];
  'stripeWebhooks.event.send': [document?: Uri, choose?: 'choose'];
  'stripeWebhooks.event.renewId': [document?: Uri];
  'stripeWebhooks.target.add': [url?: string];
  'stripeWebhooks.target.edit': [node?: TargetNode];
  'stripeWebhooks.target.pause': [node?: TargetNode, selected?: readonly TargetsNode[]];
  'stripeWebhooks.target.resume': [node?: TargetNode, selected?: readonly TargetsNode[]];
  'stripeWebhooks.target.remove': [node?: TargetNode, selected?: readonly TargetsNode[]];
  'stripeWebhooks.target.test': [node?: TargetNode];
  'stripeWebhooks.target.showAnswer': [node?: FailedNode];
  'stripeWebhooks.target.retry': [node?: FailedNode, selected?: readonly TargetsNode[]];
  'stripeWebhooks.target.retryAll': [node?: TargetNode];
  'stripeWebhooks.handler.goTo': [from?: EventTypeNode | CoveredTypeNode | string];
  'stripeWebhooks.handler.showEvents': [type?: string];
  'stripeWebhooks.app.install': [appId?: string];
  'stripeWebhooks.app.configure': [node?: AppsNode];
  'stripeWebhooks.app.enable': [node?: AppsNode];
  'stripeWebhooks.app.disable': [node?: AppsNode];
  'stripeWebhooks.app.remove': [node?: AppsNode];
  'stripeWebhooks.app.run': [node?: AppsNode];
  'stripeWebhooks.app.openDocument': [node?: AppsNode];
  'stripeWebhooks.coverage.refresh': [];
  'stripeWebhooks.coverage.report': [];
  'stripeWebhooks.coverage.writeHandler': [node?: CoveredTypeNode];
  'stripeWebhooks.coverage.subscribe': [node?: CoveredTypeNode];
  'stripeWebhooks.coverage.unsubscribe': [node?: CoveredTypeNode];
  'stripeWebhooks.diagnosis.run': [receiptId?: number, ask?: 'ask'];
  'stripeWebhooks.diagnosis.copyFix': [code: string];
  'stripeWebhooks.sandbox.start': [];
  'stripeWebhooks.sandbox.stop': [];
  'stripeWebhooks.sandbox.reset': [];
  'stripeWebhooks.sandbox.copyAccess': [];
  'stripeWebhooks.journal.export': [filter?: ReceiptFilter, to?: Uri];
  'stripeWebhooks.journal.import': [from?: Uri];
  'stripeWebhooks.journal.clear': [];
  'stripeWebhooks.log.show': [];
  'stripeWebhooks.help.getStarted': [];
}

/** A command of this extension. */
export type CommandId = keyof Commands;

/** The language model tools and their inputs, as the schemas in `package.json` describe them. */
export interface Tools {
  stripeWebhooks_listEndpoints: object;
  stripeWebhooks_listEvents: {
    readonly types?: readonly string[];
    readonly signature?: 'verified' | 'rejected';
    readonly delivery?: 'delivered' | 'failed' | 'none';
    readonly objectId?: string;
    readonly eventId?: string;
    readonly text?: string;
    readonly before?: number;
    readonly limit?: number;
  };
  stripeWebhooks_readEvent: { readonly id: number };
  stripeWebhooks_triggerEvent: {
    readonly type: string;
    readonly to?: string;
    readonly values?: Readonly<Record<string, unknown>>;
  };
  stripeWebhooks_replayEvents: { readonly ids: readonly number[]; readonly to?: string };
  stripeWebhooks_diagnoseSignature: { readonly id: number };
  stripeWebhooks_coverage: object;
}

/** A language model tool of this extension. */
export type ToolName = keyof Tools;

/** The views. */
export const views = {
  endpoints: 'stripeWebhooks.endpoints',
  targets: 'stripeWebhooks.targets',
  apps: 'stripeWebhooks.apps',
  coverage: 'stripeWebhooks.coverage',
  events: 'stripeWebhooks.events',
} as const;

/** The walkthrough, as VS Code opens it. */
export const walkthrough = 'webhooks-for-stripe.stripe-webhooks#stripeWebhooks.getStarted';

/** The settings and the types of their values. */
export interface Settings {
  /** Preferred TCP port of the receiver. */
  'receiver.port': number;
  /** The path that accepts events, e.g. `/webhook`. */
  'receiver.path': string;
  /** A public URL that leads to the receiver; empty when there is none. */
  'receiver.publicUrl': string;
  /** Largest accepted body in KiB. */
  'receiver.bodyLimit': number;
  /** Accepted age of a signature in seconds. */
  'receiver.tolerance': number;
  /** For how many days received events are kept; 0 for ever. */
  'journal.keepDays': number;
  /** Size of the journal over which the oldest events are deleted; 0 for any. */
  'journal.maxMegabytes': number;
  /** Preferred TCP port of the sandbox. */
  'sandbox.port': number;
  /** Which events a source brings. */
  'source.payloads': 'both' | 'snapshot' | 'thin';
  /** Whose events a source brings. */
  'source.accounts': 'own' | 'connected' | 'both';
  /** In which API version a listen session brings snapshot events. */
  'source.apiVersion': 'default' | 'latest';
  /** The Stripe CLI's executable; empty for the one on the PATH. */
  'source.cliPath': string;
  /** Whether code that handles events shows when they last came, and triggers them. */
  'handlers.codeLens': boolean;
  /** Whether event types in code explain themselves. */
  'handlers.hover': boolean;
  /** Whether event types are offered where code handles or lists them. */
  'handlers.completion': boolean;
  /** Whether code that handles events is checked for mistakes. */
  'handlers.diagnostics': boolean;
  /** Where the accounts added from now on have their API; empty for Stripe itself. */
  'connection.apiBase': string;
}

/** Prefix of the settings and context keys. */
export const prefix = 'stripeWebhooks';

/** The context keys that `when` clauses in `package.json` read. */
export interface ContextKeys {
  'stripeWebhooks.endpointsState': 'loading' | 'empty' | 'error' | 'content';
  /** What kept the endpoints from being listed, while the state is `error`. */
  'stripeWebhooks.endpointsError': 'sandbox' | 'authentication' | 'permission' | 'offline' | 'other';
  'stripeWebhooks.connectionKind': 'sandbox' | 'account';
  /** `noFolder` when there is no code to look at. */
  'stripeWebhooks.coverageState': 'empty' | 'noFolder' | 'error' | 'content';
  'stripeWebhooks.receiverRunning': boolean;
  'stripeWebhooks.sourceRunning': boolean;
  'stripeWebhooks.sandboxRunning': boolean;
  /** Whether an event was triggered since the window was opened; so of the next two. */
  'stripeWebhooks.eventTriggered': boolean;
  /** Whether an event came in whose signature is right. */
  'stripeWebhooks.eventVerified': boolean;
  /** Whether the code that handles an event was opened. */
  'stripeWebhooks.handlerOpened': boolean;
  /** Whether the Events panel is held still. */
  'stripeWebhooks.eventsPaused': boolean;
}

/** URI scheme of the read-only event documents. */
export const eventScheme = 'stripe-event';

/** URI scheme of the drafts in which payloads are edited. */
export const draftScheme = 'stripe-draft';

/** URI scheme of the read-only reports on signatures. */
export const diagnosisScheme = 'stripe-diagnosis';

/** Language of the events output channel. */
export const eventsLanguage = 'stripe-webhooks-events';
