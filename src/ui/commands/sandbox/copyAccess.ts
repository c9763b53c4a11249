import * as vscode from 'vscode';
import type { Parts } from '../parts.ts';

/** Copies what another program needs to use the sandbox as its Stripe: flags for the Stripe CLI. */
export async function copySandboxAccess({
  sandbox,
  messages,
}: Pick<Parts, 'sandbox' | 'messages'>): Promise<void> {
  const { baseUrl, testKey } = await sandbox.access();
  await vscode.env.clipboard.writeText(`--api-base ${baseUrl} --api-key ${testKey}`);
  messages.info(
    vscode.l10n.t(
      'Copied flags that point the Stripe CLI at the sandbox, for instance: stripe listen --all-snapshot <paste>.',
    ),
  );
}
