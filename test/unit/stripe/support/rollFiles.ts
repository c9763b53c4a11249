import { join } from 'node:path';
import { Connections } from '../../../../src/stripe/connections.ts';
import { Endpoints } from '../../../../src/stripe/endpoints.ts';
import { FileStore } from '../../../../src/stripe/fileStore.ts';
import { Rolls } from '../../../../src/stripe/roll.ts';
import { SigningSecrets } from '../../../../src/stripe/signingSecrets.ts';
import type { KeyValueStore, SecretStore } from '../../../../src/stripe/storage.ts';

/** Stores in two files that are replaced as a whole, so that a killed process leaves the one state or the other. */
function fileStores(
  directory: string,
  around: (write: () => void) => void,
): { store: KeyValueStore; secrets: SecretStore } {
  const file = (name: string) => {
    const values = new FileStore(join(directory, name));
    return {
      get: <T>(key: string) => values.get<T>(key),
      update: (key: string, value: unknown) => {
        let written = Promise.resolve();
        around(() => {
          written = values.update(key, value);
        });
        return written;
      },
    };
  };
  const safe = file('secrets.json');
  return {
    store: file('values.json'),
    secrets: {
      get: (key) => Promise.resolve(safe.get<string>(key)),
      store: safe.update,
      delete: (key) => safe.update(key, undefined),
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
