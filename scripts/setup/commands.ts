/** Starting npm and other tools: quiet when they succeed, their own words when they fail. */
import { spawn, spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { tools } from './install.ts';

/** Runs a command to its end; its output is shown only when it fails. Throws a sentence that names the command. */
export async function run(command: string, args: readonly string[], cwd = tools): Promise<void> {
  const windows = process.platform === 'win32';
  const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'], shell: windows });
  const output: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
  const code = await new Promise<number | string>((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('close', (status, signal) => resolve(status ?? signal ?? 'unknown'));
  });
  if (code === 0) return;
  process.stderr.write(Buffer.concat(output));
  throw new Error(`"${[command, ...args].join(' ')}" failed (${code}); its output is above.`);
}

/** Runs npm in `cwd` without install scripts, audits or funding notes. */
export function npm(args: readonly string[], cwd: string): Promise<void> {
  return run('npm', [...args, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], cwd);
}

/** Where the running Node's headers are, for building native modules; undefined when it came without them. */
export function nodeHome(): string {
  const bin = dirname(process.execPath);
  return process.platform === 'win32' ? bin : dirname(bin);
}

/** True when a command can be started from PATH. */
export function isOnPath(command: string): boolean {
  const finder = process.platform === 'win32' ? 'where' : 'which';
  return spawnSync(finder, [command], { stdio: 'ignore' }).status === 0;
}

/** Path of an executable inside an npm package that was installed into `home`. */
export function inPackage(home: string, ...parts: string[]): string {
  return join(home, 'node_modules', ...parts);
}
