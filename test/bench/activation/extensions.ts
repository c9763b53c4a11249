/** The extensions whose activation is compared, installed as VS Code installs them. */
import { cp, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../../../scripts/build.ts';

/** What an extension generator makes, without its greeting; a module with a bundle of its own, as ours is. */
const emptyCode = `import * as vscode from 'vscode';
export function activate(context) {}
export function deactivate() {}
`;

/** Installs the built extension, as it is shipped, into a folder of extensions, and gives its id. */
export async function installOurs(extensions: string): Promise<string> {
  const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as Record<string, string>;
  const id = `${manifest['publisher']}.${manifest['name']}`;
  const folder = join(extensions, `${id}-${manifest['version']}`);
  const isShipped = (name: string) => /^(dist|media|l10n|package(\.nls.*)?\.json)$/.test(name);
  // A copy, so that a build made meanwhile in this checkout does no harm.
  for (const name of (await readdir(root)).filter(isShipped))
    await cp(join(root, name), join(folder, name), {
      recursive: true,
      filter: (path) => !path.endsWith('.map'),
    });
  return id;
}

/** Writes an extension that does nothing into a folder of extensions, and gives its id and folder. */
export async function writeEmpty(
  extensions: string,
  name: string,
): Promise<{ readonly id: string; readonly folder: string }> {
  const id = `bench.${name}`;
  const folder = join(extensions, `${id}-1.0.0`);
  await mkdir(folder, { recursive: true });
  const { engines } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { engines: unknown };
  const manifest = {
    ...{ publisher: 'bench', name, version: '1.0.0', engines, type: 'module', main: './extension.js' },
    ...{ activationEvents: [], extensionKind: ['workspace'] },
  };
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
  await writeFile(join(folder, 'extension.js'), emptyCode);
  return { id, folder };
}
