import type { ChildProcess } from 'node:child_process';
import { sentence } from '../../sentence.ts';

const killAfter = 2_000;
const tailLength = 600;

/** How a process ended. Rejects with the system's error when it could not be started. */
export function ended(
  child: ChildProcess,
): Promise<{ readonly code: number | null; readonly signal: string | null }> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
}

/** Asks a process to end, and ends it when it does not. */
export function stopChild(child: ChildProcess): void {
  child.kill();
  const kill = setTimeout(() => child.kill('SIGKILL'), killAfter);
  child.once('close', () => clearTimeout(kill));
}

/** Reads what a process prints, so that it never waits for a reader; gives the end of its complaints so far. */
export function tailOf(child: ChildProcess): () => string {
  let tail = '';
  child.stdout?.resume();
  child.stderr?.on('data', (chunk: Buffer) => {
    tail = (tail + chunk.toString('utf8')).slice(-tailLength);
  });
  return () => lastLines(tail);
}

/** Runs a process to its end and gives what it printed. */
export async function run(
  child: ChildProcess,
): Promise<{ readonly code: number | null; readonly output: string; readonly tail: string }> {
  const tail = tailOf(child);
  let output = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    output += chunk.toString('utf8');
  });
  const { code } = await ended(child);
  return { code, output, tail: tail() };
}

/** Without the colours and cursor movements meant for a terminal. */
function lastLines(text: string): string {
  // eslint-disable-next-line no-control-regex -- they are what is looked for
  const plain = text.replace(/\u001b\[[\d;?]*[a-zA-Z]/g, '').trim();
  return (
    plain
      .split(/\s*\n\s*/)
      .slice(-2)
      .join(' ') || sentence`it said nothing`
  );
}
