import { sandboxConnectionId } from '../../stripe/connection.ts';
import type { SigningSecrets } from '../../stripe/signingSecrets.ts';
import type { EmbeddedSandbox } from './sandboxControl.ts';

/**
 * Makes the secrets of every sandbox endpoint known, also of those that the CLI or an SDK created there, and where
 * the editor's secret storage does not outlive the window. A real account would not tell them.
 */
export async function learnSandboxSecrets(sandbox: EmbeddedSandbox, secrets: SigningSecrets): Promise<void> {
  // The newest one is added last, so that it stays the first.
  for (const { endpointId, secret } of [...sandbox.signingSecrets()].reverse()) {
    const known = await secrets.getAll(sandboxConnectionId, endpointId);
    if (!known.includes(secret)) await secrets.add(sandboxConnectionId, endpointId, secret);
  }
}
