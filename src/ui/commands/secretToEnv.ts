import * as vscode from 'vscode';
import { envTargetText, isIgnoredByGit, writeEnv, type SecretAddress } from '../control/envTargets.ts';
import type { Action } from '../host/messages.ts';
import { askEnvTarget } from '../pickers/envTarget.ts';
import type { Parts } from './parts.ts';

type Needs = Pick<Parts, 'envTargets' | 'messages'>;

/**
 * Writes a signing secret into a variable of a `.env` file, which is asked for once; nothing else in the file changes.
 * What was there can be had back, since Stripe does not show a secret twice.
 */
export async function secretToEnv(parts: Needs, address: SecretAddress, secret: string): Promise<void> {
  const { envTargets, messages } = parts;
  const target = envTargets.of(address) ?? (await askEnvTarget());
  const before = await writeEnv(target, secret);
  await envTargets.remember(address, target);
  const undo = () => writeEnv(target, before ?? '');
  const actions: readonly Action[] = [
    {
      title: vscode.l10n.t('Open File'),
      run: () => vscode.window.showTextDocument(vscode.Uri.parse(target.file)),
    },
    ...(before && before !== secret ? [{ title: vscode.l10n.t('Undo'), run: undo }] : []),
    {
      title: vscode.l10n.t('Another Place…'),
      run: async () => {
        await envTargets.remember(address, undefined);
        await secretToEnv(parts, address, secret);
      },
    },
  ];
  if (await isIgnoredByGit(target))
    messages.info(vscode.l10n.t('{0} is set.', envTargetText(target)), ...actions);
  else
    messages.warn(
      vscode.l10n.t(
        '{0} is set, in a file that git does not ignore: add it to .gitignore before you commit.',
        envTargetText(target),
      ),
      ...actions,
    );
}
