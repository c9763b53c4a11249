import { Stripe } from 'stripe';
import { ManualClock } from '../../../../src/delivery/clock.ts';
import { Sandbox } from '../../../../src/sandbox/sandbox.ts';
import { sandboxConnection } from '../../../../src/stripe/connection.ts';
import { Connections } from '../../../../src/stripe/connections.ts';
import { Endpoints } from '../../../../src/stripe/endpoints.ts';
import { Rolls } from '../../../../src/stripe/roll.ts';
import { SigningSecrets } from '../../../../src/stripe/signingSecrets.ts';
import { MemoryStores } from './stores.ts';
import { Wire } from './wire.ts';

const start = 1_700_000_000_000;
const apiVersion = '2026-10-28.endive';
const catalogue = {
  apiVersion,
  apiVersions: [apiVersion],
  eventTypes: [
    { type: 'customer.created', kind: 'snapshot' },
    { type: 'invoice.paid', kind: 'snapshot' },
    { type: 'v1.billing.meter.no_meter_found', kind: 'thin' },
  ] as const,
};

/** The sandbox, the wire to it, and what outlives a process on this machine. */
export class World {
  readonly stores = new MemoryStores();
  /** This machine's time in ms, and Stripe's. */
  now = start;
  readonly clock = new ManualClock(start);
  sandbox!: Sandbox;
  wire!: Wire;
  /** A client that goes around the wire, as someone elsewhere. */
  elsewhere!: Stripe;

  async open(): Promise<this> {
    this.sandbox = await Sandbox.open({ catalogue, clock: this.clock });
    await this.sandbox.start();
    this.wire = await new Wire(this.sandbox.baseUrl).open();
    const { hostname: host, port } = new URL(this.sandbox.baseUrl);
    this.elsewhere = new Stripe(this.key, { host, port, protocol: 'http' });
    return this;
  }

  async close(): Promise<void> {
    await this.wire.close();
    await this.sandbox.stop();
  }

  get key(): string {
    return this.sandbox.testKey;
  }

  /** The endpoints as Stripe has them, the newest first. */
  async atStripe(): Promise<readonly Stripe.WebhookEndpoint[]> {
    return (await this.elsewhere.webhookEndpoints.list({ limit: 100 })).data;
  }

  /** The room's objects, as a new process builds them. */
  boot() {
    const { store, secrets } = this.stores;
    const signingSecrets = new SigningSecrets(store, secrets);
    const sandboxAccess = () => Promise.resolve({ baseUrl: this.wire.baseUrl, key: this.key });
    const connections = new Connections({ store, secrets, signingSecrets, sandboxAccess });
    const endpoints = new Endpoints(connections, signingSecrets);
    const rolls = new Rolls({ connections, endpoints, signingSecrets, store, now: () => this.now });
    return { connection: sandboxConnection, signingSecrets, connections, endpoints, rolls };
  }
}
