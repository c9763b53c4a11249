import * as vscode from 'vscode';
import type { EndpointNode, SecretNode } from '../../views/endpointNodes.ts';
import { knownSecret, type SecretNeeds } from './knownSecret.ts';

const shownMilliseconds = 10_000;

/** Shows a signing secret for a moment, in an input box that goes away by itself and leaves no trace. */
export async function revealSecret(parts: SecretNeeds, node?: EndpointNode | SecretNode): Promise<void> {
  const { endpoint, secret } = await knownSecret(
    parts,
    node,
    vscode.l10n.t('Endpoint whose signing secret to show'),
  );
  const box = vscode.window.createInputBox();
  box.title = vscode.l10n.t('Signing secret of {0}', endpoint.url);
  box.prompt = vscode.l10n.t('Shown for {0} seconds', shownMilliseconds / 1000);
  box.value = secret;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, shownMilliseconds);
    box.onDidAccept(() => resolve());
    box.onDidHide(() => resolve());
    box.show();
    box.onDidHide(() => clearTimeout(timer));
  });
  box.dispose();
}
