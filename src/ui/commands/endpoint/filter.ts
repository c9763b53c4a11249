import * as vscode from 'vscode';

/** Opens the filter of the endpoints view, which is VS Code's own find in trees. */
export async function filterEndpoints(): Promise<void> {
  await vscode.commands.executeCommand('stripeWebhooks.endpoints.focus');
  await vscode.commands.executeCommand('list.find');
}
