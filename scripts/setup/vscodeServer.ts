/** VS Code's own server, as the npm package `code-server` ships it: a real extension host without a display. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { inPackage, isOnPath, nodeHome, npm, run } from './commands.ts';
import { canInstallPackages, installPackages } from './debian.ts';
import { installOnce } from './install.ts';

const version = '4.139.1';

// Without these two the server starts but keeps no logs, and Output channels stay empty.
const nativeModules = ['@vscode/spdlog', '@vscode/native-watchdog'];
const buildTools = { 'g++': 'g++', make: 'make', python3: 'python3' } as const;

/** Gives the path of VS Code's `server-main.js`, installing the server first when it is missing. */
export async function ensureVsCodeServer(): Promise<string> {
  const home = await installOnce('vscode-server', version, install);
  return serverMain(home);
}

/** Path of the server's program in the folder that `code-server` was installed into. */
export function serverMain(home: string): string {
  return join(vscodeFolder(home), 'out', 'server-main.js');
}

/** Root folder of VS Code in the folder that `code-server` was installed into. */
export function vscodeFolder(home: string): string {
  return inPackage(home, 'code-server', 'lib', 'vscode');
}

async function install(home: string): Promise<void> {
  await ensureBuildTools();
  await npm(['install', '--prefix', home, '--no-save', `code-server@${version}`], home);
  const vscode = vscodeFolder(home);
  await npm(['install', '--omit=dev', '--no-save'], vscode);
  // TypeScript, for the built-in language features.
  await npm(['install', '--omit=dev', '--no-save'], join(vscode, 'extensions'));
  await buildNativeModules(vscode, nodeHome());
}

/** Builds what the server cannot be without, for the Node in this folder. */
export async function buildNativeModules(vscode: string, node: string): Promise<void> {
  const headers = existsSync(join(node, 'include', 'node', 'node.h')) ? [`--nodedir=${node}`] : [];
  await run('npm', ['rebuild', ...nativeModules, ...headers, '--loglevel=error'], vscode);
}

/** Installs what native modules are built with. Throws a sentence where that cannot be. */
export async function ensureBuildTools(): Promise<void> {
  const missing = Object.entries(buildTools).filter(([command]) => !isOnPath(command));
  if (missing.length === 0) return;
  const packages = missing.map(([, name]) => name);
  if (!canInstallPackages())
    throw new Error(
      `VS Code's server cannot be built without ${packages.join(', ')}; install them, then run this again.`,
    );
  await installPackages(...packages);
}
