/**
 * Load from wrk, in C: a generator in Node, on the same two processors, takes so much of them that every server seems
 * slower than it is. Source: https://github.com/wg/wrk
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { canInstallPackages, installPackages } from '../../../scripts/setup/debian.ts';
import { requestBytes } from './events.ts';
import type { LoadResult } from './rawClient.ts';

const script = fileURLToPath(new URL('wrk.lua', import.meta.url));
const seconds = 1;

/** More than any server here answers in the time. */
const mostPerSecond = 30_000;

/** Installs wrk where it is missing and this process may. Throws a sentence when there is none. */
export async function ensureWrk(): Promise<void> {
  const isThere = () => (process.env['PATH'] ?? '').split(':').some((path) => existsSync(join(path, 'wrk')));
  if (!isThere() && canInstallPackages()) await installPackages('wrk');
  if (!isThere()) throw new Error('The benchmark needs wrk, https://github.com/wg/wrk: install it.');
}

/**
 * Sends signed events, no two the same, to the server on `port` over keep-alive connections, one at a time on each,
 * as fast as they are answered. `folder` takes the requests.
 */
export async function sendWithWrk(port: number, connections: number, folder: string): Promise<LoadResult> {
  const requests = join(folder, 'requests');
  await writeRequests(requests, port, mostPerSecond * seconds);
  const { stdout } = await promisify(execFile)('wrk', [
    ...['--threads', '1', '--connections', `${connections}`, '--duration', `${seconds}s`, '--script', script],
    ...[`http://127.0.0.1:${port}`, '--', requests],
  ]);
  const [, answered, ok, microseconds] =
    /answered (\d+) accepted (\d+) microseconds (\d+)/.exec(stdout) ?? [];
  if (microseconds === undefined) throw new Error(`wrk gave no result: ${stdout}`);
  return { answered: Number(answered), ok: Number(ok), milliseconds: Number(microseconds) / 1000 };
}

async function writeRequests(file: string, port: number, count: number): Promise<void> {
  await using handle = await open(file, 'w');
  const part = 1_000;
  for (let written = 0; written < count; written += part) {
    const requests = Array.from({ length: part }, () => requestBytes(port));
    await handle.writev(
      requests.flatMap((request) => [Buffer.from(`${request.length}`.padStart(8, '0')), request]),
    );
  }
}
