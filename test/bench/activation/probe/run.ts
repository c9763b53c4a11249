/** Runs inside the extension host in the place of tests: activates extensions there and measures. */
import { once } from 'node:events';
import { openSync, readSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as vscode from 'vscode';
import {
  answerFile,
  folderVariable,
  planFile,
  type Memory,
  type MemoryAnswer,
  type Plan,
  type Times,
  type TimesAnswer,
} from './plan.ts';

interface Mark {
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly startTime: number;
}

interface MarkHolder {
  readonly MonacoPerformanceMarks?: { getMarks(): readonly Mark[] };
}

/** Called by VS Code once the window is there; follows the plan and leaves the answer. */
export async function run(): Promise<void> {
  const folder = process.env[folderVariable] ?? '';
  const plan = JSON.parse(await readFile(join(folder, planFile), 'utf8')) as Plan;
  await quiet();
  // What the host itself loads with its first extension should be nobody's burden.
  await activate(plan.warmUp);
  const answer = plan.kind === 'times' ? await times(plan) : await memory(plan);
  await writeFile(join(folder, answerFile), JSON.stringify(answer));
}

async function times({ order, command }: Plan & { kind: 'times' }): Promise<TimesAnswer> {
  const activations: Record<string, Times> = {};
  for (const id of order) {
    await wait(500);
    activations[id] = { ...(await activate(id)), stall: await stallAfter() };
  }
  return { activations, first: await timeOf(command), again: await timeOf(command) };
}

async function timeOf(command: string): Promise<number> {
  const [before, waitingBefore] = [performance.now(), waited()];
  await vscode.commands.executeCommand(command);
  return performance.now() - before - (waited() - waitingBefore);
}

async function memory(plan: Plan & { kind: 'memory' }): Promise<MemoryAnswer> {
  const before = await collected();
  await activate(plan.empty);
  const withEmpty = await collected();
  await activate(plan.ours);
  const activated = await collected();
  await wait(3_000);
  const idle = await collected();
  void vscode.commands.executeCommand('stripeWebhooks.receiver.start');
  await listening(plan.receiverPort);
  await wait(1_000);
  return { before, withEmpty, activated, idle, receiving: await collected() };
}

/** Activates an extension and reads the marks that VS Code sets around loading and activating it. */
async function activate(id: string): Promise<Omit<Times, 'stall'>> {
  const extension = vscode.extensions.getExtension(id);
  if (!extension || extension.isActive)
    throw new Error(`${id} is ${extension ? 'active already' : 'absent'}.`);
  const { now } = Date;
  const before = waited();
  let reading = 0;
  // In Node, VS Code stamps its marks with this clock. It gives whole milliseconds only, and runs on while other
  // programs of a busy machine have the processor. It is asked with every message to the window too, so what it takes
  // to read it must not count: an extension that registers a hundred commands would pay for it, an empty one not.
  Date.now = () => {
    const asked = performance.now();
    const time = performance.timeOrigin + asked - reading - (waited() - before);
    reading += performance.now() - asked;
    return time;
  };
  try {
    await extension.activate();
  } finally {
    Date.now = now;
  }
  return {
    load: between(`willLoadExtensionCode/${id}`, `didLoadExtensionCode/${id}`),
    activate: between(`willActivateExtension/${id}`, `didActivateExtension/${id}`),
    waited: waited() - before,
  };
}

async function stallAfter(): Promise<number> {
  const end = performance.now() + 1_000;
  let longest = 0;
  for (let now = performance.now(), waiting = waited(); now < end;) {
    const [before, waitingBefore] = [now, waiting];
    await wait(1);
    [now, waiting] = [performance.now(), waited()];
    longest = Math.max(longest, now - before - (waiting - waitingBefore));
  }
  return longest;
}

const schedule = Buffer.alloc(128);
let scheduleFile: number | undefined;

/** Milliseconds for which this thread was ready to run but had no processor; 0 where the system does not say. */
function waited(): number {
  try {
    scheduleFile ??= openSync('/proc/thread-self/schedstat', 'r');
    const length = readSync(scheduleFile, schedule, 0, schedule.length, 0);
    // https://docs.kernel.org/scheduler/sched-stats.html: the second number, in nanoseconds.
    return Number(schedule.toString('latin1', 0, length).split(' ')[1]) / 1e6;
  } catch {
    return 0;
  }
}

function between(start: string, end: string): number {
  const [from, to] = [start, end].map((name) => marks().find((mark) => mark.name === `code/extHost/${name}`));
  if (!from || !to) throw new Error(`VS Code set no mark ${start} or ${end}.`);
  return to.startTime - from.startTime;
}

/** VS Code's performance marks of this process, which it shares by a global variable. */
function marks(): readonly Mark[] {
  return (globalThis as typeof globalThis & MarkHolder).MonacoPerformanceMarks?.getMarks() ?? [];
}

/** Waits until VS Code activates nothing more by itself. */
async function quiet(): Promise<void> {
  let seen = -1;
  for (;;) {
    const { length } = marks();
    if (length === seen) return;
    seen = length;
    await wait(2_000);
  }
}

async function collected(): Promise<Memory> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  for (let round = 0; round < 3; round++) {
    await wait(200);
    collect();
  }
  const { rss, heapUsed, external } = process.memoryUsage();
  return { resident: rss, heap: heapUsed + external };
}

async function listening(port: number): Promise<void> {
  for (;;) {
    const socket = connect(port, '127.0.0.1');
    const connected = await once(socket, 'connect').then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (connected) return;
    await wait(50);
  }
}
