/**
 * What activation costs in a real extension host: time against an empty extension's, memory, and JavaScript read.
 * Every window has a fresh host. Times are those between VS Code's own marks, the ones behind its "Startup
 * Performance": loading the code, and the call of `activate` until it has resolved.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from '../../../scripts/build.ts';
import { freePort } from '../../ui/support/ports.ts';
import { median, type Finding } from '../budgets.ts';
import { installOurs, writeEmpty } from './extensions.ts';
import type { Memory, MemoryAnswer, TimesAnswer } from './probe/plan.ts';
import { sizes } from './sizes.ts';
import { Windows } from './windows.ts';

const TIMED_WINDOWS = 8;
const MEMORY_WINDOWS = 3;
const MiB = 1024 * 1024;

/** Does little, so that what it takes the first time is the time to load the commands. */
const FIRST_COMMAND = 'stripeWebhooks.log.show';

interface Contenders {
  readonly warmUp: string;
  readonly empty: string;
  readonly ours: string;
}

/** Builds the extension and runs the benchmark, printing as it goes. */
export async function activation(): Promise<readonly Finding[]> {
  const metafile = await build();
  const folder = await mkdtemp(join(tmpdir(), 'bench-'));
  let windows: Windows | undefined;
  try {
    const extensions = join(folder, 'server', 'extensions');
    const ours = await installOurs(extensions);
    const sized = await sizes(metafile);
    const { id: empty } = await writeEmpty(extensions, 'empty');
    const warmUp = await writeEmpty(folder, 'warm-up');
    const receiverPort = await freePort();
    const settings = { 'stripeWebhooks.receiver.port': receiverPort };
    windows = await Windows.serve({ folder, development: warmUp.folder, settings });
    const contenders = { warmUp: warmUp.id, empty, ours };
    const timed = await time(windows, contenders);
    const remembered = await memory(windows, contenders, receiverPort);
    return [timed, ...remembered, ...sized];
  } finally {
    await windows?.dispose();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function time(windows: Windows, { warmUp, empty, ours }: Contenders): Promise<Finding> {
  console.log(
    '\nActivation in fresh extension hosts, milliseconds (load + activate, waited for a processor besides, longest stall in the second after)',
  );
  const answers: TimesAnswer[] = [];
  for (let window = 0; window < TIMED_WINDOWS; window++) {
    // Whoever is activated first in one window is second in the next.
    const order = window % 2 === 0 ? [empty, ours] : [ours, empty];
    const answer = await windows.ask<TimesAnswer>({ kind: 'times', warmUp, order, command: FIRST_COMMAND });
    answers.push(answer);
    const cells = order.map((id) => `${id === ours ? 'ours' : 'empty'} ${inWords(answer, id)}`);
    const commands = `first command ${answer.first.toFixed(1)}, again ${answer.again.toFixed(1)}`;
    console.log(`  window ${window + 1}: ${cells.join(', then ')}; ${commands}`);
  }
  console.log(`  first command, in the middle: ${median(answers.map(({ first }) => first)).toFixed(1)} ms`);
  const middle = (id: string) => median(answers.map((answer) => wholeTime(answer, id)));
  const allowed = 2 * middle(empty) + 10;
  return {
    what: 'activation time against an empty extension’s',
    budget: `≤ 2 × ${middle(empty).toFixed(1)} + 10 = ${allowed.toFixed(1)} ms`,
    measured: `${middle(ours).toFixed(1)} ms`,
    kept: middle(ours) <= allowed,
  };
}

function wholeTime(answer: TimesAnswer, id: string): number {
  const { load = Number.NaN, activate = Number.NaN } = answer.activations[id] ?? {};
  return load + activate;
}

function inWords(answer: TimesAnswer, id: string): string {
  const { load, activate, waited, stall } = answer.activations[id] ?? {};
  const parts = `${load?.toFixed(1)} + ${activate?.toFixed(1)}, waited ${waited?.toFixed(1)}, stall ${stall?.toFixed(1)}`;
  return `${wholeTime(answer, id).toFixed(1)} (${parts})`;
}

async function memory(
  windows: Windows,
  contenders: Contenders,
  receiverPort: number,
): Promise<readonly Finding[]> {
  console.log('\nMemory added to fresh extension hosts after garbage collection, MiB resident (heap)');
  const answers: MemoryAnswer[] = [];
  for (let window = 0; window < MEMORY_WINDOWS; window++) {
    const answer = await windows.ask<MemoryAnswer>({ kind: 'memory', ...contenders, receiverPort });
    answers.push(answer);
    const { before, withEmpty, activated, idle, receiving } = answer;
    const steps = [
      `empty ${added(before, withEmpty)}`,
      `ours ${added(withEmpty, activated)}`,
      `idle ${added(withEmpty, idle)}`,
      `receiver running ${added(withEmpty, receiving)}`,
    ];
    console.log(`  window ${window + 1}: ${steps.join('  ')}`);
  }
  const finding = (what: string, state: 'idle' | 'receiving', atMost: number): Finding => {
    const bytes = median(answers.map((answer) => growth(answer.withEmpty, answer[state])));
    const measured = `${(bytes / MiB).toFixed(1)} MiB`;
    return { what, budget: `≤ ${atMost} MiB`, measured, kept: bytes <= atMost * MiB };
  };
  return [
    finding('memory added to the extension host, idle', 'idle', 6),
    finding('memory added to the extension host, receiver running', 'receiving', 25),
  ];
}

/** The larger of the two, since a heap grows into pages that the host's own start has left free. */
function growth(from: Memory, to: Memory): number {
  return Math.max(to.resident - from.resident, to.heap - from.heap);
}

function added(from: Memory, to: Memory): string {
  const mebibytes = (bytes: number) => (bytes / MiB).toFixed(1);
  return `${mebibytes(to.resident - from.resident)} (${mebibytes(to.heap - from.heap)})`;
}
