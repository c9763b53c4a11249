import type { ActiveSecret } from '../../receiver/verdict.ts';
import type { Connections } from '../../stripe/connections.ts';
import type { SigningSecret, SigningSecrets } from '../../stripe/signingSecrets.ts';
import { sourceSecretIds } from '../../stripe/sourceSecrets.ts';

/** Secrets that are not accepted any more: a signature that one of them made is told from a wrong one. */
export function retiredSecrets({ retired }: Pick<SigningSecrets, 'retired'>): readonly ActiveSecret[] {
  return retired.map((secret) => ({ ...secret, role: 'retired' }));
}

/** Says of each known secret what a verdict tells of it: its mode, and whether a roll is about to end it. */
export class SecretOwners {
  readonly #connections: Pick<Connections, 'list'>;
  #of: readonly SigningSecret[] = [];
  #described: readonly ActiveSecret[] = [];

  constructor(connections: Pick<Connections, 'list'>) {
    this.#connections = connections;
  }

  /** The secrets with what is known of them. Cheap for the same list, as it is asked for with each request. */
  describe(secrets: readonly SigningSecret[]): readonly ActiveSecret[] {
    if (secrets !== this.#of) {
      this.#of = secrets;
      this.#described = this.#describe(secrets);
    }
    return this.#described;
  }

  #describe(secrets: readonly SigningSecret[]): readonly ActiveSecret[] {
    const modes = new Map(this.#connections.list().map(({ id, mode }) => [id, mode]));
    const seen = new Set<string>();
    // An endpoint’s newest secret comes first; those after it are on their way out.
    return secrets.map((secret) => {
      const owner = `${secret.connectionId} ${secret.endpointId}`;
      const isListen = secret.endpointId === sourceSecretIds.listen;
      const role = isListen ? 'listen' : seen.has(owner) ? 'retiring' : 'current';
      seen.add(owner);
      const mode = modes.get(secret.connectionId);
      return { ...secret, role, ...(mode && { mode }) };
    });
  }
}
