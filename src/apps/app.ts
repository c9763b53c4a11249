import type { AppContext, ConfigField, ConfigValue } from '../../api/stripe-webhooks.d.ts';
import type { Signer } from '../delivery/deliverable.ts';
import type { FullReceipt } from '../journal/entry.ts';
import type { Limits } from './limits.ts';

/** A verified event with its exact bytes, as the apps that come with the extension get it. */
export interface AppReceipt extends FullReceipt {
  readonly event: NonNullable<FullReceipt['event']>;
}

/** What a run works with, beyond what the published API says. */
export interface RunContext extends AppContext {
  /** A folder for the installation's own files; it may not be there yet. */
  readonly folder: string;
}

/** An app that can be installed: built in, or contributed through the API. */
export interface RunnableApp {
  readonly id: string;
  readonly name: string;
  /** One sentence: what it does with the events. */
  readonly description: string;
  /** Name of a product icon. */
  readonly icon: string;
  /** Event types or patterns such as `invoice.*`; `*` for all. */
  readonly events: readonly string[];
  readonly config: readonly ConfigField[];
  /** Runs only in a workspace that is trusted, since it sends, writes or runs something. */
  readonly needsTrust: boolean;
  /** The file in its folder that shows what it made. */
  readonly document?: string;
  readonly limits?: Partial<Limits>;
  /** A `HumanError` is final, since a person has to do something first; anything else is tried again. */
  readonly run: (receipt: AppReceipt, context: RunContext) => unknown;
}

/** An app that somebody installed. One app can be installed several times. */
export interface Installation {
  readonly id: string;
  readonly appId: string;
  /** What its row shows. */
  readonly name: string;
  readonly enabled: boolean;
  /** It gets what was received from this time on, in milliseconds since the Unix epoch: when it was last enabled. */
  readonly since?: number | undefined;
  /** Without what is secret. */
  readonly config: Readonly<Record<string, ConfigValue>>;
  /** The types that were added to endpoints for it. */
  readonly added?: readonly AddedTypes[];
}

/** What an endpoint was subscribed to for the sake of an app. */
export interface AddedTypes extends Signer {
  readonly types: readonly string[];
}

/** What the built-in apps need of the editor and the other parts. */
export interface AppHost {
  /** Shows a line for a moment in the status bar; a click opens the event. */
  readonly showStatus: (text: string, receiptId: number) => void;
  /** Shows a notification that offers to open the event. */
  readonly notify: (text: string, receiptId: number) => void;
  /** The folder that is open, if there is one. */
  readonly workspaceFolder: () => string | undefined;
  /** Every active secret of an endpoint, the newest first. */
  readonly signingSecrets: (signer: Signer) => Promise<readonly string[]>;
  /** The Dashboard's page of an object of this connection; undefined where there is none. */
  readonly dashboardUrl: (connectionId: string, objectId: string) => string | undefined;
  /** Runs a task of the workspace with a file as its standard input. Rejects when it fails. */
  readonly runTask: (name: string, inputFile: string, signal: AbortSignal) => Promise<void>;
  /** The event as the file that “Save as Fixture” makes of it. */
  readonly fixture: (receipt: AppReceipt) => { readonly name: string; readonly text: string };
}
