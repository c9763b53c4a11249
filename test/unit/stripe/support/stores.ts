import type { KeyValueStore, SecretStore } from '../../../../src/stripe/storage.ts';

/** Stores that outlive the objects built over them, as the editor's do; values go through JSON. */
export class MemoryStores {
  readonly values = new Map<string, string>();
  readonly secretValues = new Map<string, string>();
  /** Runs around each write; a test makes it throw or hang. */
  aroundWrite: (write: () => void) => Promise<void> = (write) => Promise.resolve(write());

  readonly store: KeyValueStore = {
    get: <T>(key: string) => {
      const text = this.values.get(key);
      return text === undefined ? undefined : (JSON.parse(text) as T);
    },
    update: (key, value) =>
      this.aroundWrite(() => {
        if (value === undefined) this.values.delete(key);
        else this.values.set(key, JSON.stringify(value));
      }),
  };

  readonly secrets: SecretStore = {
    get: (key) => Promise.resolve(this.secretValues.get(key)),
    store: (key, value) => this.aroundWrite(() => this.secretValues.set(key, value)),
    delete: (key) => this.aroundWrite(() => this.secretValues.delete(key)),
  };
}
