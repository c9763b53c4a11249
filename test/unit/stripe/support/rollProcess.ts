import type { Stripe } from 'stripe';
import { HumanError } from '../../../../src/humanError.ts';
import { sandboxConnection } from '../../../../src/stripe/connection.ts';
import { Connections } from '../../../../src/stripe/connections.ts';
import { Endpoints } from '../../../../src/stripe/endpoints.ts';
import { Rolls } from '../../../../src/stripe/roll.ts';
import { newSecretOwner } from '../../../../src/stripe/rollState.ts';
import type { Roll } from '../../../../src/stripe/rollState.ts';
import { SigningSecrets } from '../../../../src/stripe/signingSecrets.ts';
import type { World } from './machine.ts';
import type { Fate } from './wire.ts';

/** What goes wrong at the n-th operation (request or durable write) of a process from now on. */
export interface Fault {
  readonly kind: 'lose-request' | 'lose-answer' | '429' | '500' | '403' | 'die-before' | 'die-after';
  readonly at: number;
}

const error = (status: number, type: string): Fate => ({
  status,
  body: { error: { type, message: 'not now' } },
});

/** The SDK's own way to set what its constructor was not asked for. */
interface RetrySettings {
  _setApiNumberField(name: string, value: number): void;
  getInitialNetworkRetryDelay(): number;
}

/** What a `.env` file would hold; outlives the process. */
export interface EnvFile {
  secret?: string;
}

/**
 * One process over a world's stores and wire. Once it has died, nothing it still wants to write comes through.
 * Its client makes no retries of its own, so that every lost answer meets the machine, and at once.
 */
export class RollProcess {
  readonly #world: World;
  readonly #env: EnvFile;
  readonly signingSecrets: SigningSecrets;
  readonly endpoints: Endpoints;
  readonly rolls: Rolls;
  readonly #connections: Connections;
  #fault: Fault | undefined;
  #count = 0;
  /** A broken connection, which the SDK tries once more whatever its settings: lost again, so that it is seen. */
  #lost: { readonly request: string; readonly kind: 'lose-request' | 'lose-answer' } | undefined;
  dead = false;
  #die: () => void = () => {};
  readonly died = new Promise<void>((resolve) => (this.#die = resolve));

  constructor(world: World, env: EnvFile) {
    this.#world = world;
    this.#env = env;
    const { store: values, secrets: safe } = world.stores;
    const store = {
      get: <T>(key: string) => values.get<T>(key),
      update: (key: string, value: unknown) => this.#write(() => values.update(key, value)),
    };
    const secrets = {
      get: (key: string) => safe.get(key),
      store: (key: string, value: string) => this.#write(() => safe.store(key, value)),
      delete: (key: string) => this.#write(() => safe.delete(key)),
    };
    this.signingSecrets = new SigningSecrets(store, secrets);
    const sandboxAccess = () => Promise.resolve({ baseUrl: world.wire.baseUrl, key: world.key });
    const { signingSecrets } = this;
    this.#connections = new Connections({ store, secrets, signingSecrets, sandboxAccess });
    this.endpoints = new Endpoints(this.#connections, signingSecrets);
    this.rolls = new Rolls({
      connections: this.#connections,
      endpoints: this.endpoints,
      signingSecrets,
      store,
      now: () => world.now,
      hooks: {
        onSecretReady: (roll) => this.#writeEnv(roll, newSecretOwner(roll)),
        onSecretWithdrawn: (roll) => this.#writeEnv(roll, roll.old.id),
      },
    });
  }

  async open(): Promise<this> {
    const client: Stripe & Partial<RetrySettings> = await this.#connections.client(sandboxConnection);
    client._setApiNumberField?.('maxNetworkRetries', 0);
    client.getInitialNetworkRetryDelay = () => 0;
    const { wire } = this.#world;
    wire.fate = ({ method, path, idempotencyKey = '' }) => {
      // Read beside the v1 list, in either order: counting it would make the n-th operation a matter of chance.
      if (method === 'GET' && path.startsWith('/v2/core/event_destinations?')) return 'pass';
      return this.#fate(`${method} ${path} ${idempotencyKey}`);
    };
    wire.onHang = () => this.#kill();
    return this;
  }

  /** Runs something that may fail in a way a person is told; any other error is a bug. Ends when the process dies. */
  async attempt(work: Promise<unknown>, fault?: Fault): Promise<HumanError | undefined> {
    if (fault) this.#count = 0;
    this.#fault = fault ?? this.#fault;
    const ended = work.then(
      () => undefined,
      (thrown: unknown) => {
        if (thrown instanceof HumanError || this.dead) return thrown as HumanError;
        throw thrown;
      },
    );
    return (await Promise.race([this.died, ended])) ?? undefined;
  }

  /** Whatever fault has not struck yet never will; whether it had. */
  calm(): boolean {
    this.#lost = undefined;
    const struck = this.#fault !== undefined && this.#count >= this.#fault.at;
    this.#fault = undefined;
    return struck;
  }

  #strikes(): Fault['kind'] | undefined {
    this.#count++;
    if (!this.#fault || this.#count !== this.#fault.at) return undefined;
    return this.#fault.kind;
  }

  #fate(request: string): Fate {
    if (this.dead) return 'hang-before';
    if (this.#lost?.request === request) {
      const { kind } = this.#lost;
      this.#lost = undefined;
      return kind;
    }
    const kind = this.#strikes();
    switch (kind) {
      case undefined:
        return 'pass';
      case 'die-before':
        return 'hang-before';
      case 'die-after':
        return 'hang-after';
      case '429':
        return error(429, 'rate_limit_error');
      case '500':
        return error(500, 'api_error');
      case '403':
        return error(403, 'invalid_request_error');
      default:
        this.#lost = { request, kind };
        return kind;
    }
  }

  async #write(write: () => PromiseLike<void>): Promise<void> {
    const kind = this.dead ? 'die-before' : this.#strikes();
    if (kind === 'lose-request' || kind === '500') throw new Error('the disk is full');
    if (kind !== 'die-before') await write();
    if (kind === 'die-before' || kind === 'die-after') {
      this.#kill();
      await new Promise(() => {});
    }
    if (kind === 'lose-answer') throw new Error('the disk is full');
  }

  async #writeEnv(roll: Roll, endpointId: string | undefined): Promise<void> {
    const secret = endpointId && (await this.signingSecrets.get(roll.connectionId, endpointId));
    if (secret) await this.#write(() => Promise.resolve(void (this.#env.secret = secret)));
  }

  #kill(): void {
    this.dead = true;
    this.#die();
  }
}
