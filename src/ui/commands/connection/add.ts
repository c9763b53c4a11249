import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { HumanError, type HumanErrorReason } from '../../../humanError.ts';
import { validateKey } from '../../../stripe/apiKey.ts';
import type { FoundKey } from '../../../stripe/discoverKeys.ts';
import { askPick, askText, only } from '../../host/multiStep.ts';
import { envFiles } from '../../host/envFiles.ts';
import { withCancellableProgress } from '../../host/progress.ts';
import { readSetting } from '../../host/settings.ts';
import { connectionName } from '../../views/liveColor.ts';
import type { Parts } from '../parts.ts';

type Needs = Pick<Parts, 'connections' | 'messages'>;

const unreachable: ReadonlySet<HumanErrorReason> = new Set(['offline', 'timeout', 'server', 'rate-limit']);

/**
 * Adds an account by its API key, pasted or found in the Stripe CLI's settings or the workspace's `.env` files: checked
 * with a call, kept in SecretStorage, and made the active connection.
 */
export async function addConnection(parts: Needs): Promise<void> {
  const found = await foundKey(parts.messages);
  await connect(parts, found?.key ?? (await pastedKey()), found);
}

/** Connects with a key. While Stripe cannot be reached, that is offered again, so that nobody has to find the key twice. */
async function connect(parts: Needs, key: string, found: FoundKey | undefined): Promise<void> {
  try {
    await check(parts, key, found);
  } catch (error) {
    if (!(error instanceof HumanError) || !unreachable.has(error.reason)) throw error;
    parts.messages.refused(error, {
      title: vscode.l10n.t('Try Again'),
      run: () => connect(parts, key, found),
    });
  }
}

async function check({ connections, messages }: Needs, key: string, found: FoundKey | undefined) {
  const apiBase = readSetting('connection.apiBase');
  const hint =
    found?.source === 'stripeCli' ? { hint: { accountId: found.accountId, label: found.label } } : {};
  const connection = await withCancellableProgress(
    vscode.l10n.t('Checking the key with Stripe …'),
    (signal) => connections.addByKey(key, { signal, ...(apiBase ? { apiBase } : {}), ...hint }),
  );
  await connections.setActive(connection.id);
  messages.info(vscode.l10n.t('{0} is connected.', connectionName(connection)));
}

/** A key found on this machine that the user picks; undefined when there is none, or another one is to be pasted. */
async function foundKey(messages: Parts['messages']): Promise<FoundKey | undefined> {
  const { discoverKeys } = await import('../../../stripe/discoverKeys.ts');
  const files = vscode.workspace.isTrusted ? await envFiles() : [];
  const { keys, problems } = await discoverKeys({
    envFiles: files.map(({ fsPath }) => fsPath),
    env: process.env,
    home: homedir(),
  });
  for (const problem of problems) messages.bug('discoverKeys', problem);
  if (keys.length === 0) return undefined;
  const paste = { label: vscode.l10n.t('$(key) Paste a key…'), found: undefined };
  return only(await askPick([...keys.map(keyItem), paste], vscode.l10n.t('Account to add'))).found;
}

function keyItem(found: FoundKey): vscode.QuickPickItem & { readonly found: FoundKey | undefined } {
  const where =
    found.source === 'stripeCli' ? vscode.l10n.t('Stripe CLI') : vscode.workspace.asRelativePath(found.file);
  return {
    found,
    label: `${found.mode === 'live' ? '$(flame)' : '$(account)'} ${connectionName(found)}`,
    description: found.mode === 'live' ? vscode.l10n.t('LIVE: real money') : vscode.l10n.t('Test data'),
    detail: [where, found.accountId].filter(Boolean).join(' · '),
  };
}

async function pastedKey(): Promise<string> {
  return only(
    await askText({
      prompt: vscode.l10n.t(
        'Secret or restricted API key of the account; it is kept in this machine’s secret storage',
      ),
      placeholder: 'sk_test_… / rk_test_…',
      password: true,
      validate: validateKey,
    }),
  );
}
