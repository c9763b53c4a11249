import { sandboxConnection } from '../../../../src/stripe/connection.ts';
import { Connections } from '../../../../src/stripe/connections.ts';
import { Endpoints } from '../../../../src/stripe/endpoints.ts';
import { Rolls } from '../../../../src/stripe/roll.ts';
import { SigningSecrets } from '../../../../src/stripe/signingSecrets.ts';
import { Api } from './api.ts';
import { MemoryStores } from './stores.ts';
import { Wire } from './wire.ts';

/** Stripe, the wire to it, and what outlives a process on this machine. */
export class World {
  readonly stores = new MemoryStores();
  readonly api = new Api();
  wire!: Wire;
  /** Milliseconds since the Unix epoch. */
  now = 1_700_000_000_000;

  async open(): Promise<this> {
    await this.api.open();
    this.wire = await new Wire(this.api.baseUrl).open();
    return this;
  }

  async close(): Promise<void> {
    await this.wire.close();
    await this.api.close();
  }

  /** The room's objects, as a new process builds them. */
  boot() {
    const { store, secrets } = this.stores;
    const signingSecrets = new SigningSecrets(store, secrets);
    const sandboxAccess = () => Promise.resolve({ baseUrl: this.wire.baseUrl, key: this.api.key });
    const connections = new Connections({ store, secrets, signingSecrets, sandboxAccess });
    const endpoints = new Endpoints(connections, signingSecrets);
    const rolls = new Rolls({ connections, endpoints, signingSecrets, store, now: () => this.now });
    return { connection: sandboxConnection, signingSecrets, connections, endpoints, rolls };
  }
}
