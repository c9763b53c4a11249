import { EventEmitter } from 'node:events';
import { Serial } from './client/serial.ts';
import type { KeyValueStore, SecretStore } from './storage.ts';
import { sentence } from '../sentence.ts';

/** A signing secret and the endpoint that signs with it. Never logged or shown as it is. */
export interface SigningSecret {
  readonly connectionId: string;
  /** `we_…`, `ed_…`. */
  readonly endpointId: string;
  /** `whsec_…`. */
  readonly secret: string;
}

type Index = Readonly<Record<string, readonly string[]>>;

const indexKey = 'stripe.signingSecrets';
const retiredKey = 'stripe.retiredSigningSecrets';
const retiredLimit = 50;

/**
 * The signing secrets known on this machine. The secrets lie in the SecretStore, the names of their endpoints in
 * the KeyValueStore, since a SecretStore cannot be listed. An endpoint has several while it is rolled.
 */
export class SigningSecrets extends EventEmitter<{ changed: [change: Omit<SigningSecret, 'secret'>] }> {
  readonly #store: KeyValueStore;
  readonly #secrets: SecretStore;
  readonly #serial = new Serial();
  readonly #read = new Map<string, readonly SigningSecret[]>();
  #current: readonly SigningSecret[] = [];
  #retired: readonly SigningSecret[] = [];

  constructor(store: KeyValueStore, secrets: SecretStore) {
    super();
    this.#store = store;
    this.#secrets = secrets;
  }

  /** Whether a secret of this endpoint is known, without reading it. */
  known(connectionId: string, endpointId: string): boolean {
    return this.#index()[connectionId]?.includes(endpointId) ?? false;
  }

  /** The endpoint's newest secret, or undefined. */
  async get(connectionId: string, endpointId: string): Promise<string | undefined> {
    return (await this.getAll(connectionId, endpointId))[0];
  }

  /** All active secrets of the endpoint, the newest first. */
  async getAll(connectionId: string, endpointId: string): Promise<readonly string[]> {
    const text = await this.#secrets.get(secretKey(connectionId, endpointId));
    return text === undefined ? [] : (JSON.parse(text) as string[]);
  }

  /** Makes this the endpoint's only secret. Durable when the promise resolves. */
  set(connectionId: string, endpointId: string, secret: string): Promise<void> {
    return this.#change(connectionId, endpointId, () => [secret]);
  }

  /** Adds a secret beside those the endpoint has, as during a roll. */
  add(connectionId: string, endpointId: string, secret: string): Promise<void> {
    return this.#change(connectionId, endpointId, (known) => [
      secret,
      ...known.filter((one) => one !== secret),
    ]);
  }

  /** Forgets one secret of the endpoint, or all of them. */
  delete(connectionId: string, endpointId: string, secret?: string): Promise<void> {
    return this.#change(connectionId, endpointId, (known) =>
      secret === undefined ? [] : known.filter((one) => one !== secret),
    );
  }

  /** Forgets every secret of a connection. */
  async deleteConnection(connectionId: string): Promise<void> {
    for (const endpointId of this.#index()[connectionId] ?? []) await this.delete(connectionId, endpointId);
    await this.#changeRetired((known) => known.filter((one) => one.connectionId !== connectionId));
  }

  /**
   * Every known secret, from memory: complete after `all()`, and in step with every change from then on. For the
   * receiver, which must know a new endpoint's secret at the latest with its first event.
   */
  get current(): readonly SigningSecret[] {
    return this.#current;
  }

  /**
   * Secrets that were known and are not accepted any more, the newest first, from memory as `current` is. A signature
   * made with one says that somebody still uses it.
   */
  get retired(): readonly SigningSecret[] {
    return this.#retired;
  }

  /** Every known secret of every connection. */
  async all(): Promise<readonly SigningSecret[]> {
    const owners = Object.entries(this.#index()).flatMap(([connectionId, endpointIds]) =>
      endpointIds.map((endpointId) => ({ connectionId, endpointId })),
    );
    await Promise.all([
      this.#readRetired(),
      ...owners.map((owner) =>
        this.#serial.run(secretKey(owner.connectionId, owner.endpointId), async () => {
          this.#remember(owner, await this.getAll(owner.connectionId, owner.endpointId));
        }),
      ),
    ]);
    return this.#current;
  }

  #remember(owner: Omit<SigningSecret, 'secret'>, secrets: readonly string[]): void {
    const key = secretKey(owner.connectionId, owner.endpointId);
    if (secrets.length === 0) this.#read.delete(key);
    else
      this.#read.set(
        key,
        secrets.map((secret) => ({ ...owner, secret })),
      );
    this.#current = [...this.#read.values()].flat();
  }

  #change(
    connectionId: string,
    endpointId: string,
    change: (known: readonly string[]) => readonly string[],
  ): Promise<void> {
    const key = secretKey(connectionId, endpointId);
    return this.#serial.run(key, async () => {
      const known = await this.getAll(connectionId, endpointId);
      const secrets = change(known);
      // The index names an endpoint before its secret is stored and after it is gone, so that none is ever unlisted.
      if (secrets.length > 0) {
        await this.#list(connectionId, endpointId, true);
        await this.#secrets.store(key, JSON.stringify(secrets));
      } else {
        if (known.length > 0) await this.#secrets.delete(key);
        await this.#list(connectionId, endpointId, false);
      }
      this.#remember({ connectionId, endpointId }, secrets);
      const gone = known.filter((secret) => !secrets.includes(secret));
      if (gone.length > 0)
        await this.#changeRetired((retired) => [
          ...gone.map((secret) => ({ connectionId, endpointId, secret })),
          ...retired.filter(({ secret }) => !gone.includes(secret)),
        ]);
      if (known.join() !== secrets.join()) this.emit('changed', { connectionId, endpointId });
    });
  }

  #changeRetired(change: (known: readonly SigningSecret[]) => readonly SigningSecret[]): Promise<void> {
    return this.#serial.run(retiredKey, async () => {
      const known = await this.#readRetired();
      const retired = change(known).slice(0, retiredLimit);
      if (retired.length === known.length && retired.every((one, at) => one === known[at])) return;
      if (retired.length === 0) await this.#secrets.delete(retiredKey);
      else await this.#secrets.store(retiredKey, JSON.stringify(retired));
      this.#retired = retired;
    });
  }

  async #readRetired(): Promise<readonly SigningSecret[]> {
    const text = await this.#secrets.get(retiredKey);
    this.#retired = text === undefined ? [] : (JSON.parse(text) as SigningSecret[]);
    return this.#retired;
  }

  async #list(connectionId: string, endpointId: string, listed: boolean): Promise<void> {
    if (this.known(connectionId, endpointId) === listed) return;
    const { [connectionId]: before = [], ...others } = this.#index();
    const after = listed ? [...before, endpointId] : before.filter((id) => id !== endpointId);
    await this.#store.update(indexKey, after.length > 0 ? { ...others, [connectionId]: after } : others);
  }

  #index(): Index {
    return this.#store.get<Index>(indexKey) ?? {};
  }
}

function secretKey(connectionId: string, endpointId: string): string {
  return `stripe.signingSecret.${connectionId}.${endpointId}`;
}

/** The secret as it may be shown: `whsec_…` and its last four characters. */
export function mask(secret: string): string {
  return secret.length >= 20 ? `whsec_…${secret.slice(-4)}` : 'whsec_…';
}

/** Checks the form of a pasted signing secret, as it is. Gives one sentence, or undefined when it is right. */
export function validateSecret(text: string): string | undefined {
  if (text.trim() === '')
    return sentence`Nothing was pasted; paste the signing secret, which starts with whsec_.`;
  if (text !== text.trim())
    return sentence`The secret has white space or a line end around it; paste it without.`;
  if (/^["'`]|["'`]$/.test(text)) return sentence`The secret is in quotes; paste it without them.`;
  if (/\s/.test(text)) return sentence`The secret has white space in it; paste it as one piece.`;
  if (/^[srp]k_/.test(text))
    return sentence`This is an API key; paste the signing secret, which starts with whsec_.`;
  if (/^(we|ed)_/.test(text))
    return sentence`This is the id of an endpoint; paste its signing secret, which starts with whsec_.`;
  if (/^(whsec_){2}/.test(text)) return sentence`The secret has its prefix twice; whsec_ belongs there once.`;
  if (!text.startsWith('whsec_')) return sentence`A signing secret starts with whsec_; this does not.`;
  if (/[*…]|\.\.\./.test(text))
    return sentence`This secret is shortened, as the Dashboard shows it; reveal it there and paste all of it.`;
  if (!/^whsec_[\w+/=-]{16,}$/.test(text)) return sentence`The secret is incomplete; copy all of it again.`;
  return undefined;
}
