/** The oldest VS Code that the extension supports, as a server, with the Node that its desktop release has inside. */
import { cp, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { ripgrepOf } from '../../src/handlers/ripgrep.ts';
import { inPackage, npm } from './commands.ts';
import { installOnce } from './install.ts';
import {
  buildNativeModules,
  ensureBuildTools,
  ensureVsCodeServer,
  serverMain,
  vscodeFolder,
} from './vscodeServer.ts';

const version = '4.105.1';
const nodeVersion = '22.19.0';
const nodePackage = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;

interface Dependencies {
  readonly dependencies: Readonly<Record<string, string>>;
}

interface LockFile {
  readonly packages: Readonly<Record<string, Dependencies>> & { readonly '': Dependencies };
}

/** Gives the server's program and the Node to run it with, installing both first when they are missing. */
export async function ensureOldestVsCodeServer(): Promise<{ readonly node: string; readonly main: string }> {
  const home = await installOnce('vscode-server-oldest', version, install);
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  return { node: join(nodeFolder(home), 'bin', name), main: serverMain(home) };
}

function nodeFolder(home: string): string {
  return inPackage(home, nodePackage);
}

async function install(home: string): Promise<void> {
  await ensureBuildTools();
  const packages = [`code-server@${version}`, `${nodePackage}@${nodeVersion}`];
  await npm(['install', '--prefix', home, '--no-save', ...packages], home);
  const vscode = vscodeFolder(home);
  await takeWatcherFromNpm(vscode);
  await npm(['install', '--omit=dev', '--no-save'], vscode);
  await takeRipgrep(vscode);
  await buildNativeModules(vscode, nodeFolder(home));
}

/** That release wants its file watcher as a commit on GitHub; the same version is on npm, and built. */
async function takeWatcherFromNpm(vscode: string): Promise<void> {
  const withRelease = <T extends Dependencies>(owner: T): T => ({
    ...owner,
    dependencies: { ...owner.dependencies, '@parcel/watcher': '2.5.1' },
  });
  await change<Dependencies>(join(vscode, 'package.json'), withRelease);
  await change<LockFile>(join(vscode, 'npm-shrinkwrap.json'), (lock) => {
    const others = Object.entries(lock.packages).filter(([path]) => path !== 'node_modules/@parcel/watcher');
    return { ...lock, packages: { ...Object.fromEntries(others), '': withRelease(lock.packages['']) } };
  });
}

async function change<T>(file: string, to: (content: T) => T): Promise<void> {
  const content = JSON.parse(await readFile(file, 'utf8')) as T;
  await writeFile(file, JSON.stringify(to(content)));
}

/** That release downloads ripgrep from GitHub; the newest brings it along. */
async function takeRipgrep(vscode: string): Promise<void> {
  const ripgrep = ripgrepOf(resolve(dirname(await ensureVsCodeServer()), '..'));
  if (!ripgrep) throw new Error("VS Code's server has no ripgrep where the extension looks for it.");
  const name = process.platform === 'win32' ? 'rg.exe' : 'rg';
  await cp(ripgrep, join(vscode, 'node_modules', '@vscode', 'ripgrep', 'bin', name));
}
