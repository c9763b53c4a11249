import * as vscode from 'vscode';

const limit = 50;

/** The workspace's `.env` files (`.env`, `.env.local`, …), without examples that hold no real values. */
export async function envFiles(): Promise<readonly vscode.Uri[]> {
  const found = await vscode.workspace.findFiles('**/.env*', '**/node_modules/**', limit);
  return found
    .filter(({ path }) => /\/\.env(\.[\w-]+)*$/.test(path) && !/\.(example|sample|template)$/.test(path))
    .sort((one, other) => one.path.length - other.path.length);
}
