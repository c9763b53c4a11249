/**
 * The public API of the extension “Webhooks for Stripe” (webhooks-for-stripe.stripe-webhooks), version 1.0.
 *
 *     const extension = vscode.extensions.getExtension<StripeWebhooksApi>('webhooks-for-stripe.stripe-webhooks');
 *     const stripe = await extension?.activate();
 *     context.subscriptions.push(stripe.registerApp({ … }));
 *
 * Copy this file into your extension. Nothing that is handed out holds an API key, a signing secret or a client
 * secret: they are masked. Nothing done through it changes a live account.
 */

/** What `activate` returns. */
export interface StripeWebhooksApi {
  /** `major.minor`: the same major number stays compatible. */
  readonly version: string;

  /**
   * Offers an app beside the built-in ones. People install and configure it in the Apps view; it runs on the events
   * that were verified and kept. Throws when the id is taken or the description is not usable. Dispose to withdraw it.
   */
  registerApp(app: App): Disposable;

  /**
   * Calls a listener with every verified event of these types (`*` at the end stands for any text) after it was kept.
   * What it throws goes to the log. Several arrivals of one event are several calls; see `duplicate`.
   */
  onEvent(types: readonly string[], listener: (event: StripeEvent) => unknown): Disposable;

  /**
   * Triggers an event: in the sandbox to the endpoints that want it, with a test account straight to the receiver.
   * Rejects with a sentence for a person in a live account, for an unknown type, and when nothing can be signed.
   */
  trigger(type: string, options?: TriggerOptions): Promise<Triggered>;

  /** The endpoints of the connection in use. Rejects with a sentence for a person when they cannot be listed. */
  endpoints(): Promise<readonly Endpoint[]>;

  /**
   * Says whether a request's signature is right, and if not, why and what to do: of a kept event by its
   * `receiptId`, or of any other request. It is checked with every signing secret that is known on this machine.
   */
  diagnose(request: number | SignedRequest): Promise<Diagnosis>;
}

/** Something that lasts until it is disposed; fits `vscode.Disposable`. */
export interface Disposable {
  dispose(): void;
}

/** An event that was verified and kept. */
export interface StripeEvent {
  /** Of this arrival in the event journal. */
  readonly receiptId: number;
  /** `evt_…`. */
  readonly id: string;
  readonly type: string;
  /** `snapshot` events carry the object as it was; `thin` ones only name it. */
  readonly kind: 'snapshot' | 'thin';
  /** Seconds since the Unix epoch. */
  readonly created: number;
  /** Milliseconds since the Unix epoch. */
  readonly receivedAt: number;
  readonly livemode: boolean;
  readonly apiVersion?: string;
  /** The connected account that it belongs to, `acct_…`. */
  readonly account?: string;
  /** The object that it is about. */
  readonly objectId?: string;
  readonly objectType?: string;
  /** Whether the same event had been verified before. */
  readonly duplicate: boolean;
  /** The whole event as JSON, with secrets masked: a copy of one's own. */
  readonly payload: Readonly<Record<string, unknown>>;
}

/** An app that people can install. */
export interface App {
  /** Unique and lasting, such as `publisher.extension/name`: letters, digits, dots, dashes, slashes. */
  readonly id: string;
  readonly name: string;
  /** One sentence: what it does with the events. */
  readonly description: string;
  /** A product icon's name, such as `bell`. */
  readonly icon?: string;
  /** The event types it wants; `*` at the end stands for any text. A field of the kind `events` lets people change it. */
  readonly events: readonly string[];
  /** What it needs to know, asked in this order when it is installed. */
  readonly config?: readonly ConfigField[];
  /**
   * Does its work with one event. What it throws or rejects with is tried again three times and shown as its log;
   * after 30 seconds the signal is aborted and the run counts as failed.
   */
  readonly run: (event: StripeEvent, context: AppContext) => unknown;
}

/** What an app's run works with. */
export interface AppContext {
  /** The configured values by their fields' keys, defaults filled in; an empty optional field is left out. */
  readonly config: Readonly<Record<string, ConfigValue>>;
  /** Aborted when time is up or the app is stopped: pass it on to whatever waits. */
  readonly signal: AbortSignal;
  /** 1 for the first try with this event. */
  readonly attempt: number;
  /** Adds a line to the app's log, which keeps the newest lines. */
  readonly log: (text: string) => void;
}

export type ConfigValue = string | number | boolean;

/** A value that people are asked for. */
export type ConfigField = TextField | NumberField | BooleanField | ChoiceField;

interface AnyField {
  readonly key: string;
  /** A question or a noun, as the input's prompt. */
  readonly label: string;
  readonly detail?: string;
  /** May be left empty. */
  readonly optional?: boolean;
  /** Asked only when an earlier field has this value. */
  readonly when?: { readonly key: string; readonly is: ConfigValue };
}

/**
 * A line of text. `secret` lies in the editor's secret storage and is never shown; `url` is checked to be http(s);
 * `events` takes event types and patterns, and what the app gets follows it; `folder` and `events` are plain text.
 */
export interface TextField extends AnyField {
  readonly kind: 'text' | 'secret' | 'url' | 'folder' | 'events';
  readonly default?: string;
  readonly placeholder?: string;
  /** A regular expression that the whole text must match. */
  readonly pattern?: string;
  /** What is said when it does not. */
  readonly patternMessage?: string;
}

export interface NumberField extends AnyField {
  readonly kind: 'number';
  readonly default?: number;
  readonly minimum?: number;
  readonly maximum?: number;
}

export interface BooleanField extends AnyField {
  readonly kind: 'boolean';
  readonly default?: boolean;
}

export interface ChoiceField extends AnyField {
  readonly kind: 'choice';
  readonly default?: string;
  readonly choices: readonly { readonly value: string; readonly label: string; readonly detail?: string }[];
}

export interface TriggerOptions {
  /** Values in the event by their paths, such as `data.object.amount`. */
  readonly values?: Readonly<Record<string, unknown>>;
}

export interface Triggered {
  readonly type: string;
  /** One for each place it went to; none when no endpoint wants it. */
  readonly deliveries: readonly {
    readonly url: string;
    /** The answer's HTTP status; undefined when none came. */
    readonly status?: number;
    readonly milliseconds: number;
    /** Why no answer came, in one sentence. */
    readonly error?: string;
  }[];
  /** Its arrival in the event journal, when it came to this receiver. */
  readonly receiptId?: number;
}

export interface Endpoint {
  /** `we_…` or `ed_…`. */
  readonly id: string;
  readonly url: string;
  readonly events: readonly string[];
  readonly payload: 'snapshot' | 'thin';
  readonly status: 'enabled' | 'disabled';
  readonly mode: 'test' | 'sandbox' | 'live';
  readonly apiVersion?: string;
  readonly description?: string;
}

/** A request as it arrived somewhere. */
export interface SignedRequest {
  /** The exact body. */
  readonly body: string | Uint8Array;
  /** The value of `Stripe-Signature`. */
  readonly signature: string;
}

export interface Diagnosis {
  readonly outcome: 'verified' | 'rejected';
  /** Why it was rejected, as a word for programs, such as `timestamp-too-old`. */
  readonly cause?: string;
  /** What happened, for a person. */
  readonly explanation?: string;
  /** What to do next, for a person. */
  readonly remedy?: string;
  /** The endpoint whose secret signed it, when known. */
  readonly endpointId?: string;
}
