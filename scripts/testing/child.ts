/** A child process with a limit on its time, ended together with its own children. */
import { spawn, type StdioOptions } from 'node:child_process';

/** Runs `node` with these arguments and gives its exit code. Throws a sentence when it takes too long. */
export async function runNode(
  args: readonly string[],
  options: { readonly cwd: string; readonly limitMs: number; readonly stdio?: StdioOptions },
): Promise<number> {
  const windows = process.platform === 'win32';
  const child = spawn(process.execPath, args, {
    cwd: options.cwd,
    stdio: options.stdio ?? ['ignore', 'inherit', 'inherit'],
    // A group of its own, so that what it started ends with it.
    detached: !windows,
  });
  const kill = (signal: NodeJS.Signals) => {
    if (windows || child.pid === undefined) child.kill(signal);
    else endGroup(child.pid, signal);
  };
  const interrupt = () => kill('SIGTERM');
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  let late = false;
  const limit = setTimeout(() => {
    late = true;
    kill('SIGKILL');
  }, options.limitMs);
  try {
    const code = await new Promise<number>((resolve, reject) => {
      child.on('error', reject);
      child.on('exit', (status) => resolve(status ?? 1));
    });
    if (late) throw new Error(`it was ended after ${options.limitMs / 60_000} minutes`);
    return code;
  } finally {
    clearTimeout(limit);
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  }
}

function endGroup(leader: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-leader, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
