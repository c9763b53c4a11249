import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { sentence } from '../../sentence.ts';

/** What a command is run with. */
export interface ShellOptions {
  readonly input: Uint8Array;
  /** On top of this process's own. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string | undefined;
  readonly signal: AbortSignal;
  readonly log: (line: string) => void;
}

// A command that prints without end must not fill the log's time either.
const linesLogged = 20;

/** Runs a shell command to its end. Rejects when it fails; when the signal is aborted it is ended with all its children. */
export async function runShell(
  command: string,
  { input, env, cwd, signal, log }: ShellOptions,
): Promise<void> {
  const child = spawn(command, {
    shell: true,
    // Its own process group, so that what it started can be ended with it.
    detached: process.platform !== 'win32',
    env: { ...process.env, ...env },
    cwd,
    windowsHide: true,
  });
  const end = () => endTree(child);
  signal.addEventListener('abort', end);
  // A command that does not read its input closes it.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  let lines = 0;
  for (const stream of [child.stdout, child.stderr])
    createInterface({ input: stream }).on('line', (line) => {
      if (lines++ < linesLogged) log(line);
    });
  try {
    const [code] = (await once(child, 'close')) as [number | null];
    if (code !== 0 && !signal.aborted)
      throw new Error(
        code === null
          ? sentence`The command was ended by a signal.`
          : sentence`The command ended with exit code ${code}.`,
      );
  } finally {
    signal.removeEventListener('abort', end);
  }
}

function endTree({ pid, exitCode }: ChildProcess): void {
  if (pid === undefined || exitCode !== null) return;
  if (process.platform === 'win32')
    spawn('taskkill', ['/pid', String(pid), '/T', '/F'], { windowsHide: true });
  else {
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      // It has just ended by itself.
    }
  }
}
