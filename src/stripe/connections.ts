import { EventEmitter } from 'node:events';
import type { Stripe } from 'stripe';
import { modeOfKey, validateKey } from './apiKey.ts';
import { call } from './client/call.ts';
import { createClient } from './client/createClient.ts';
import type { AppInfo } from './client/createClient.ts';
import { identify } from './client/identify.ts';
import type { AccountHint } from './client/identify.ts';
import { sandboxConnection } from './connection.ts';
import type { Connection } from './connection.ts';
import { HumanError } from '../humanError.ts';
import { scrub } from './scrub.ts';
import type { SigningSecrets } from './signingSecrets.ts';
import type { KeyValueStore, SecretStore } from './storage.ts';
import { sentence } from '../sentence.ts';

/** Starts the embedded sandbox when needed and says how to talk to it. */
export type SandboxAccess = () => Promise<{ readonly baseUrl: string; readonly key: string }>;

/** What `Connections` is built from. */
export interface ConnectionsParts {
  readonly store: KeyValueStore;
  readonly secrets: SecretStore;
  readonly signingSecrets: SigningSecrets;
  readonly sandboxAccess: SandboxAccess;
  readonly appInfo?: AppInfo;
}

interface CachedClient {
  readonly key: string;
  readonly apiBase: string | undefined;
  readonly client: Promise<Stripe>;
}

const listKey = 'stripe.connections';
const activeKey = 'stripe.activeConnection';

/** The connections of this machine; keys lie in the SecretStore, everything else in the KeyValueStore. */
export class Connections extends EventEmitter<{ changed: [] }> {
  readonly #parts: ConnectionsParts;
  readonly #clients = new Map<string, CachedClient>();

  constructor(parts: ConnectionsParts) {
    super();
    this.#parts = parts;
  }

  /** The sandbox first, then the accounts in the order they were added. */
  list(): readonly Connection[] {
    return [sandboxConnection, ...this.#accounts()];
  }

  /** The connection with this id, or undefined. */
  find(id: string): Connection | undefined {
    return this.list().find((connection) => connection.id === id);
  }

  /** The connection in use; the sandbox until another is chosen. */
  get active(): Connection {
    return this.find(this.#parts.store.get<string>(activeKey) ?? '') ?? sandboxConnection;
  }

  /** Chooses the connection in use. Throws a `HumanError` for one that is not there. */
  async setActive(id: string): Promise<void> {
    if (!this.find(id))
      throw new HumanError(sentence`This connection was removed; choose another one.`, 'not-found');
    if (this.active.id === id) return;
    await this.#parts.store.update(activeKey, id);
    this.emit('changed');
  }

  /**
   * Adds an account by its key: checks the key's form, asks Stripe whose it is, stores it. A key for an account and
   * mode that is already there replaces the old key. `hint` names the account of a restricted key that may not read it.
   * Throws a `HumanError`, and then nothing is stored.
   */
  async addByKey(
    text: string,
    options: { readonly apiBase?: string; readonly signal?: AbortSignal; readonly hint?: AccountHint } = {},
  ): Promise<Connection> {
    const problem = validateKey(text);
    if (problem) throw new HumanError(problem, 'input');
    const key = text.trim();
    const { apiBase, signal } = options;
    const client = await createClient(key, apiBase, this.#appInfo());
    const account = await call(sentence`check the API key`, () => identify(client, options.hint), signal);
    const mode = modeOfKey(key);
    const connection: Connection = {
      id: [account.id, mode, ...(apiBase === undefined ? [] : [new URL(apiBase).host])].join('/'),
      kind: 'account',
      mode,
      label: account.label,
      accountId: account.id,
      ...(apiBase === undefined ? {} : { apiBase }),
    };
    // Key before list entry: a crash between them leaves no connection without its key.
    await this.#parts.secrets.store(keyName(connection.id), key);
    await this.#save(upsert(this.#accounts(), connection));
    return connection;
  }

  /** Removes an account's connection with its key and the signing secrets known for it. */
  async remove(id: string): Promise<void> {
    if (id === sandboxConnection.id)
      throw new HumanError(sentence`The sandbox cannot be removed; it can be reset instead.`, 'input');
    if (this.active.id === id) await this.#parts.store.update(activeKey, sandboxConnection.id);
    this.#clients.delete(id);
    await this.#parts.secrets.delete(keyName(id));
    await this.#parts.signingSecrets.deleteConnection(id);
    await this.#save(this.#accounts().filter((connection) => connection.id !== id));
  }

  /** The SDK's client for a connection; starts the sandbox if need be. Throws a `HumanError`. */
  async client(connection: Connection): Promise<Stripe> {
    // Key and address are asked for each time: another window may have replaced them, and the sandbox may have moved.
    const { key, apiBase } = await this.access(connection);
    const cached = this.#clients.get(connection.id);
    if (cached?.key === key && cached.apiBase === apiBase) return cached.client;
    const client = createClient(key, apiBase, this.#appInfo());
    this.#clients.set(connection.id, { key, apiBase, client });
    return client;
  }

  /**
   * The key and address of a connection, for a program that cannot be given the SDK's client; starts the sandbox if
   * need be. Throws a `HumanError`.
   */
  access(connection: Connection): Promise<{ readonly key: string; readonly apiBase: string | undefined }> {
    return connection.kind === 'sandbox' ? this.#sandbox() : this.#account(connection);
  }

  async #sandbox(): Promise<{ key: string; apiBase: string }> {
    try {
      const { baseUrl, key } = await this.#parts.sandboxAccess();
      return { key, apiBase: baseUrl };
    } catch (error) {
      if (error instanceof HumanError) throw error;
      const message = error instanceof Error ? error.message : String(error);
      throw new HumanError(
        sentence`The sandbox could not be started (${scrub(message)}); see the log.`,
        'sandbox',
        {
          cause: error,
        },
      );
    }
  }

  async #account(connection: Connection): Promise<{ key: string; apiBase: string | undefined }> {
    const key = await this.#parts.secrets.get(keyName(connection.id));
    if (key !== undefined) return { key, apiBase: connection.apiBase };
    throw new HumanError(
      sentence`The API key of ${connection.label} is not stored on this machine; add the connection again.`,
      'authentication',
    );
  }

  #accounts(): readonly Connection[] {
    return this.#parts.store.get<readonly Connection[]>(listKey) ?? [];
  }

  async #save(accounts: readonly Connection[]): Promise<void> {
    await this.#parts.store.update(listKey, accounts);
    this.emit('changed');
  }

  #appInfo(): AppInfo {
    return this.#parts.appInfo ?? { name: 'stripe-webhooks', version: '0.1.0' };
  }
}

function keyName(connectionId: string): string {
  return `stripe.key.${connectionId}`;
}

function upsert(accounts: readonly Connection[], added: Connection): readonly Connection[] {
  return accounts.some((account) => account.id === added.id)
    ? accounts.map((account) => (account.id === added.id ? added : account))
    : [...accounts, added];
}
