import * as vscode from 'vscode';
import { validateKey } from '../../../stripe/apiKey.ts';
import { askText, only } from '../../host/multiStep.ts';
import { withCancellableProgress } from '../../host/progress.ts';
import { readSetting } from '../../host/settings.ts';
import type { Parts } from '../parts.ts';

/** Adds an account by its API key: checked with a call, kept in SecretStorage, and made the active connection. */
export async function addConnection({
  connections,
  messages,
}: Pick<Parts, 'connections' | 'messages'>): Promise<void> {
  const key = only(
    await askText({
      prompt: vscode.l10n.t(
        'Secret or restricted API key of the account; it is kept in this machine’s secret storage',
      ),
      placeholder: 'sk_test_… / rk_test_…',
      password: true,
      validate: validateKey,
    }),
  );
  const apiBase = readSetting('connection.apiBase');
  const connection = await withCancellableProgress(
    vscode.l10n.t('Checking the key with Stripe …'),
    (signal) => connections.addByKey(key, { signal, ...(apiBase ? { apiBase } : {}) }),
  );
  await connections.setActive(connection.id);
  messages.info(vscode.l10n.t('{0} is connected.', connection.label));
}
