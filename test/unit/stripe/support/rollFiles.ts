import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Connections } from '../../../../src/stripe/connections.ts';
import { Endpoints } from '../../../../src/stripe/endpoints.ts';
import { Rolls } from '../../../../src/stripe/roll.ts';
import { SigningSecrets } from '../../../../src/stripe/signingSecrets.ts';
import type { KeyValueStore, SecretStore } from '../../../../src/stripe/storage.ts';

/** Stores in two files that are replaced as a whole, so that a killed process leaves the one state or the other. */
function fileStores(
  directory: string,
  around: (write: () => void) => void,
): { store: KeyValueStore; secrets: SecretStore } {
  const file = (name: string) => {
    const path = join(directory, name);
    const read = (): Record<string, unknown> => {
      try {
        return JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
      } catch {
        return {};
      }
    };
    const put = (key: string, value: unknown) =>
      around(() => {
        writeFileSync(`${path}.new`, JSON.stringify({ ...read(), [key]: value }));
        renameSync(`${path}.new`, path);
      });
    return { read, put };
  };
  const values = file('values.json');
  const safe = file('secrets.json');
  return {
    store: {
      get: <T>(key: string) => values.read()[key] as T | undefined,
      update: (key, value) => Promise.resolve(values.put(key, value)),
    },
    secrets: {
      get: (key) => Promise.resolve(safe.read()[key] as string | undefined),
      store: (key, value) => Promise.resolve(safe.put(key, value)),
      delete: (key) => Promise.resolve(safe.put(key, undefined)),
    },
  };
}

/** The room's objects over files. */
export function bootFromFiles(
  directory: string,
  baseUrl: string,
  key: string,
  around: (write: () => void) => void = (write) => write(),
) {
  const { store, secrets } = fileStores(directory, around);
  const signingSecrets = new SigningSecrets(store, secrets);
  const sandboxAccess = () => Promise.resolve({ baseUrl, key });
  const connections = new Connections({ store, secrets, signingSecrets, sandboxAccess });
  const endpoints = new Endpoints(connections, signingSecrets);
  const rolls = new Rolls({ connections, endpoints, signingSecrets, store });
  return { signingSecrets, endpoints, rolls };
}
