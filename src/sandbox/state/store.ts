import { openDatabase } from './database.ts';
import { DeliveryStore } from './deliveries.ts';
import { EndpointStore } from './endpoints.ts';
import { EventStore } from './events.ts';
import { IdempotencyStore } from './idempotency.ts';
import { ObjectStore } from './objects.ts';
import { SettingStore } from './settings.ts';
import type { StateDatabase } from './stateDatabase.ts';

const tables = [
  'attempts',
  'deliveries',
  'renderings',
  'events',
  'secrets',
  'endpoints',
  'idempotency',
  'objects',
];

/** Everything the sandbox remembers, in one file. */
export class Store {
  readonly endpoints: EndpointStore;
  readonly events: EventStore;
  readonly deliveries: DeliveryStore;
  readonly idempotency: IdempotencyStore;
  readonly settings: SettingStore;
  readonly objects: ObjectStore;
  private readonly database: StateDatabase;

  /** Throws SandboxError when the file cannot be used. */
  constructor(file: string | undefined) {
    this.database = openDatabase(file);
    this.endpoints = new EndpointStore(this.database);
    this.events = new EventStore(this.database);
    this.deliveries = new DeliveryStore(this.database);
    this.idempotency = new IdempotencyStore(this.database);
    this.settings = new SettingStore(this.database);
    this.objects = new ObjectStore(this.database);
  }

  /** Runs `work` as one transaction. */
  transaction<T>(work: () => T): T {
    return this.database.transaction(work);
  }

  /** Forgets everything but who the sandbox is. */
  clear(): void {
    this.transaction(() => {
      for (const table of tables) this.database.exec(`DELETE FROM ${table}`);
      this.database.exec(`DELETE FROM settings WHERE name LIKE 'listen-secret:%'`);
    });
  }

  close(): void {
    this.database.close();
  }
}
