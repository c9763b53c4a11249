import * as vscode from 'vscode';
import type { Parts } from '../parts.ts';

/** Starts the sandbox, says where it listens, and gives its base URL, so that a task can use it. */
export async function startSandbox({
  sandbox,
  messages,
}: Pick<Parts, 'sandbox' | 'messages'>): Promise<string> {
  const { baseUrl } = await sandbox.start();
  messages.info(vscode.l10n.t('The sandbox answers Stripe’s API at {0}.', baseUrl), {
    title: vscode.l10n.t('Copy URL'),
    run: () => vscode.env.clipboard.writeText(baseUrl),
  });
  return baseUrl;
}
