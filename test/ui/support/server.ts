/** Serves VS Code's workbench on loopback with an extension loaded into it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ensureVsCodeServer } from '../../../scripts/setup/vscodeServer.ts';
import { openGateway, type Gateway } from './gateway.ts';
import { freePort } from './ports.ts';
import { quietSettings } from './settings.ts';

export interface ServeOptions {
  /** Root folder of the extension; leave out when it is installed from a package. */
  readonly extension?: string;
  /** Folder that the workbench opens; an empty window without it. */
  readonly workspace?: string;
  /** Root folders of further extensions that are there as installed ones are. */
  readonly beside?: readonly string[];
  /** Bundled module exporting `run()`, for tests inside the extension host. */
  readonly tests?: string;
  /** Settings on top of those that keep the workbench quiet. */
  readonly userSettings?: Readonly<Record<string, unknown>>;
  /** Environment of the server, which the extension host inherits, on top of this process's. */
  readonly env?: NodeJS.ProcessEnv;
  /** Where the server keeps its data; a temporary folder, removed on dispose, without it. */
  readonly data?: string;
  /** `.vsix` files to install before starting. */
  readonly packages?: readonly string[];
  /** The server and the Node that runs it; the newest VS Code in this process's Node without it. */
  readonly program?: { readonly node: string; readonly main: string };
  /** Language that extensions speak; the workbench itself stays English, since it has no translations here. */
  readonly language?: 'de';
  /** Whether folders are opened in restricted mode, as long as nobody trusts them. */
  readonly untrusted?: true;
  /** Port on 127.0.0.1; a free one without it. */
  readonly port?: number;
}

export interface WorkbenchServer {
  /** Address of the workbench, with folder and development payload. */
  readonly url: string;
  /** Folder that extensions are installed in. */
  readonly extensions: string;
  /** Folder with the server's logs, those of the extension host and its output channels among them. */
  readonly logs: string;
  /** Last lines of the extension's logs and of the extension host's troubles, newest session last. */
  hostLog(lines?: number): Promise<string>;
  /** Ends the server with its extension hosts and removes its temporary data. */
  dispose(): Promise<void>;
}

/** Starts the server and waits until it answers. Throws when it ends before that, with its last words. */
export async function serveWorkbench(options: ServeOptions): Promise<WorkbenchServer> {
  const { node, main } = options.program ?? {
    node: process.execPath,
    main: await ensureVsCodeServer(),
  };
  const data = options.data ?? (await mkdtemp(join(tmpdir(), 'stripe-webhooks-workbench-')));
  const port = await freePort();
  await writeSettings(data, options.userSettings ?? {});
  if (options.language) await writeLanguagePack(data, options.language);
  const folders = ['--server-data-dir', data, '--extensions-dir', join(data, 'extensions')];
  const env = { ...process.env, ...options.env };
  for (const file of options.packages ?? [])
    await finished(spawn(node, [main, ...folders, '--install-extension', file], { env }));
  const installed = options.extension && !options.tests ? [options.extension] : [];
  for (const extension of [...installed, ...(options.beside ?? [])])
    await linkExtension(extension, join(data, 'extensions'));
  const child = spawn(node, [main, ...serverFlags(port, options), ...folders], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // For a process that ends without dispose, by an error nobody caught.
  const abandon = () => child.kill();
  process.once('exit', abandon);
  const log = createWriteStream(join(data, 'server.log'));
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  const logs = join(data, 'data', 'logs');
  let gateway: Gateway | undefined;
  const dispose = async () => {
    await gateway?.dispose();
    await stop(child);
    process.off('exit', abandon);
    log.end();
    if (options.data === undefined) await rm(data, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    await answers(child, port);
    gateway = await openGateway(options.port ?? 0, port, data);
  } catch (error) {
    const lastWords = await readFile(join(data, 'server.log'), 'utf8').catch(() => '');
    await dispose();
    throw new Error(`VS Code's server did not start: ${lastWords.slice(-2000)}`, { cause: error });
  }
  return {
    url: address(gateway.port, options),
    extensions: join(data, 'extensions'),
    logs,
    hostLog: (lines = 40) => tails(logs, lines),
    dispose,
  };
}

function serverFlags(port: number, options: ServeOptions): string[] {
  return [
    ...['--host', '127.0.0.1', '--port', String(port), '--without-connection-token'],
    ...['--accept-server-license-terms', '--telemetry-level', 'off'],
    ...(options.untrusted ? [] : ['--disable-workspace-trust']),
    ...(options.language ? ['--locale', options.language] : []),
    // A built workbench honours the development payload only with this, but then shows no notifications.
    ...(options.tests ? ['--enable-smoke-test-driver'] : []),
  ];
}

/** Puts the extension where installed ones are, so that it runs as its users have it. */
async function linkExtension(extension: string, extensions: string): Promise<void> {
  const text = await readFile(join(extension, 'package.json'), 'utf8');
  const { publisher, name, version } = JSON.parse(text) as Record<'publisher' | 'name' | 'version', string>;
  const link = join(extensions, `${publisher}.${name}-${version}`);
  // The list of installed extensions is made anew from the folder.
  await rm(join(extensions, 'extensions.json'), { force: true });
  await rm(link, { force: true });
  await mkdir(extensions, { recursive: true });
  await symlink(extension, link, 'junction');
}

function address(port: number, options: ServeOptions): string {
  const remote = (path: string) => `vscode-remote://127.0.0.1:${port}${path}`;
  const payload = [['skipWelcome', 'true']];
  if (options.extension && options.tests)
    payload.push(
      ['extensionDevelopmentPath', remote(options.extension)],
      ['extensionTestsPath', remote(options.tests)],
    );
  const url = new URL(`http://127.0.0.1:${port}/`);
  if (options.workspace) url.searchParams.set('folder', options.workspace);
  else url.searchParams.set('ew', 'true');
  url.searchParams.set('payload', JSON.stringify(payload));
  return url.href;
}

/** Leaves settings alone that a person has changed since an earlier start. */
async function writeSettings(data: string, more: Readonly<Record<string, unknown>>): Promise<void> {
  // Settings of the scope `machine` count only from the remote machine's file. What a person changed is kept.
  for (const scope of ['Machine', 'User']) {
    const folder = join(data, 'data', scope);
    await mkdir(folder, { recursive: true });
    const file = join(folder, 'settings.json');
    if (!existsSync(file)) await writeFile(file, JSON.stringify({ ...quietSettings, ...more }, undefined, 2));
  }
}

/** What the server keeps of an installed language pack: one that translates nothing of the workbench. */
async function writeLanguagePack(data: string, language: string): Promise<void> {
  const translations = join(data, 'nothing-translated.json');
  await writeFile(translations, JSON.stringify({ version: '1.0.0', contents: {} }));
  const pack = {
    hash: 'none',
    label: language,
    extensions: [{ extensionIdentifier: { id: `test.${language}` }, version: '1.0.0' }],
    translations: { vscode: translations },
  };
  await writeFile(join(data, 'data', 'languagepacks.json'), JSON.stringify({ [language]: pack }));
}

async function finished(child: ChildProcess): Promise<void> {
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0)
    throw new Error(`Installing an extension into VS Code's server failed with exit code ${code}.`);
}

async function answers(child: ChildProcess, port: number): Promise<void> {
  while (child.exitCode === null && child.signalCode === null) {
    const response = await fetch(`http://127.0.0.1:${port}/version`).catch(() => undefined);
    if (response?.ok) return;
    await delay(50);
  }
  throw new Error(`It ended with ${child.exitCode ?? child.signalCode}.`);
}

/** Asks first; the server's extension hosts end with it. */
async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  const force = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await exit;
  clearTimeout(force);
}

/** Logs of the extension host: what went wrong in it, and all that the extension itself has logged. */
async function tails(logs: string, lines: number): Promise<string> {
  const files = await readdir(logs, { recursive: true }).catch((): string[] => []);
  const wanted = files.filter((file) => /exthost\d+[\\/](?!vscode\.).*\.log$/.test(file)).sort();
  const parts = wanted.map(async (file) => {
    const all = (await readFile(join(logs, file), 'utf8')).trimEnd().split('\n');
    const shown = all.filter((line) => !file.endsWith('exthost.log') || !line.includes(' [info] '));
    const text = shown.slice(-lines).join('\n');
    return text && `--- ${file}\n${text}`;
  });
  return (await Promise.all(parts)).filter(Boolean).join('\n');
}
