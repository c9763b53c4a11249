import { newId } from './ids.ts';
import type { StateDatabase } from './stateDatabase.ts';

/** What makes this sandbox the same one after a restart. */
export class SettingStore {
  private readonly database: StateDatabase;

  constructor(database: StateDatabase) {
    this.database = database;
  }

  /** The value of a setting, made on first use. */
  ensure(name: string, make: () => string): string {
    const row = this.database.prepare('SELECT value FROM settings WHERE name = ?').get(name);
    if (row) return String(row['value']);
    const value = make();
    this.database.prepare('INSERT INTO settings (name, value) VALUES (?, ?)').run(name, value);
    return value;
  }

  /** The secret that a device's listen sessions are signed with. */
  listenSecret(deviceName: string): string {
    return this.ensure(`listen-secret:${deviceName}`, newId.signingSecret);
  }

  /** What the stream of meter events is authenticated with. */
  meterToken(): string {
    return this.ensure('meter-token', newId.meterToken);
  }
}

/** Who the sandbox is; survives a reset. */
export interface Identity {
  readonly accountId: string;
  readonly testKey: string;
  /** Seconds since the Unix epoch. */
  readonly created: number;
}

export function identityOf(settings: SettingStore, nowMs: number): Identity {
  const accountId = settings.ensure('account-id', newId.account);
  return {
    accountId,
    testKey: settings.ensure('test-key', () => newId.testKey(accountId)),
    created: Number(settings.ensure('created', () => String(Math.floor(nowMs / 1000)))),
  };
}
