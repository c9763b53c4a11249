import * as vscode from 'vscode';
import { envTargetText, isIgnoredByGit, writeEnv } from '../../control/envTargets.ts';
import { askEnvTarget } from '../../pickers/envTarget.ts';
import type { EndpointNode, SecretNode } from '../../views/endpointNodes.ts';
import type { Parts } from '../parts.ts';
import { knownSecret } from './knownSecret.ts';

type Needs = Pick<Parts, 'endpointList' | 'envTargets' | 'messages' | 'secrets'>;

/** Writes an endpoint's signing secret into a `.env` file of the workspace; nothing else in the file changes. */
export async function writeSecretToEnv(parts: Needs, node?: EndpointNode | SecretNode): Promise<void> {
  const { connection, endpoint, secret } = await knownSecret(
    parts,
    node,
    vscode.l10n.t('Endpoint whose signing secret to write'),
  );
  const address = { connectionId: connection.id, url: endpoint.url };
  const target = parts.envTargets.of(address) ?? (await askEnvTarget());
  await writeEnv(target, secret);
  await parts.envTargets.remember(address, target);
  const elsewhere = {
    title: vscode.l10n.t('Forget This Place'),
    run: () => parts.envTargets.remember(address, undefined),
  };
  if (await isIgnoredByGit(target))
    parts.messages.info(vscode.l10n.t('{0} is set.', envTargetText(target)), elsewhere);
  else
    parts.messages.warn(
      vscode.l10n.t(
        '{0} is set, in a file that git does not ignore: add it to .gitignore before you commit.',
        envTargetText(target),
      ),
      elsewhere,
    );
}
