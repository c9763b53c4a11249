/**
 * Receive + verify + journal, against a bare `node:http` server that calls the SDK's `constructEvent`, and against
 * `stripe listen --forward-to` in front of that same server. The same kind of events, 32 under way at a time, every
 * part in a process of its own. Rounds are interleaved and ratios are taken round by round, since a shared machine
 * is never equally fast for long.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { median, type Finding } from '../budgets.ts';
import { Child } from '../child.ts';
import { bundleOurs } from './bundle.ts';
import { CliRelay } from './cli.ts';
import type { LoadOrder } from './processes/load.ts';
import type { LoadResult } from './rawClient.ts';
import { ensureWrk, sendWithWrk } from './wrk.ts';

const ROUNDS = 7;
const CONNECTIONS = 32;
const CLI_EVENTS = 4_000;
const MiB = 1024 * 1024;

const processOf = (name: string) => new URL(`processes/${name}.ts`, import.meta.url);

/** Runs the benchmark, printing as it goes. */
export async function receiving(): Promise<readonly Finding[]> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-'));
  try {
    await writeFile(join(folder, 'package.json'), '{"type":"module"}');
    const ours = await bundleOurs(folder);
    return [...(await throughput(folder, ours)), ...(await footprint(folder, ours))];
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function throughput(folder: string, script: URL): Promise<readonly Finding[]> {
  await ensureWrk();
  const [bare, ours] = [new Child(processOf('bare')), new Child(script)];
  const barePort = await bare.call<number>('start');
  const oursPort = await ours.call<number>('start', join(folder, 'throughput.sqlite'));
  const cli = await CliRelay.start(barePort, folder);
  let answered = 0;
  const contenders = {
    bare: () => sendWithWrk(barePort, CONNECTIONS, folder),
    ours: async () => {
      const result = await sendWithWrk(oursPort, CONNECTIONS, folder);
      answered += result.ok;
      // The journal's indexes follow in pauses: not while another contender is measured.
      await ours.call('settle');
      return result;
    },
    cli: () => cli.relay(CLI_EVENTS, CONNECTIONS),
  };
  const rates = await interleaved(contenders);
  const journalled = await ours.call<number>('count');
  await Promise.all([bare.stop(), ours.stop(), cli.stop()]);
  // When the time is up, each connection has one more under way.
  if (journalled < answered || journalled > answered + CONNECTIONS * (ROUNDS + 1))
    throw new Error(`${journalled} events are in the journal, where ${answered} were answered.`);
  return [
    ratio('receive + verify + journal / bare constructEvent server', rates.ours, rates.bare, 0.8),
    ratio('receive + verify + journal / stripe listen --forward-to', rates.ours, rates.cli, 5),
  ];
}

/** Events per second of each contender in each round; a first, unmeasured round warms them up. */
async function interleaved<Name extends string>(
  contenders: Readonly<Record<Name, () => Promise<LoadResult>>>,
): Promise<Record<Name, number[]>> {
  const names = Object.keys(contenders) as Name[];
  const rates = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<Name, number[]>;
  console.log(`Events per second, ${CONNECTIONS} at a time, ${availableParallelism()} processors`);
  for (let round = 0; round <= ROUNDS; round++) {
    // Whoever goes first in one round goes last in the next.
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      const { answered, ok, milliseconds } = await contenders[name]();
      if (ok !== answered)
        throw new Error(`${name}: ${answered - ok} of ${answered} events were not accepted.`);
      if (round > 0) rates[name].push((answered / milliseconds) * 1000);
    }
    const line = names.map((name) => `${name} ${rates[name].at(-1)?.toFixed(0).padStart(6)}`);
    if (round > 0) console.log(`  round ${round}: ${line.join('  ')}`);
  }
  console.log(
    `  median : ${names.map((name) => `${name} ${median(rates[name]).toFixed(0).padStart(6)}`).join('  ')}`,
  );
  return rates;
}

function ratio(what: string, ours: readonly number[], theirs: readonly number[], atLeast: number): Finding {
  const measured = median(ours.map((rate, round) => rate / (theirs[round] ?? Number.NaN)));
  return { what, budget: `≥ ${atLeast}`, measured: measured.toFixed(2), kept: measured >= atLeast };
}

/** Event-loop delay while 2,000 events arrive each second, and memory added, in a fresh process. */
async function footprint(folder: string, script: URL): Promise<readonly Finding[]> {
  const load = new Child(processOf('load'));
  const ours = new Child(script, { nodeOptions: ['--expose-gc'] });
  const before = await ours.call<number>('memory');
  const port = await ours.call<number>('start', join(folder, 'footprint.sqlite'));
  const started = await ours.call<number>('memory');
  const order: LoadOrder = { port, count: 20_000, connections: CONNECTIONS, perSecond: 2_000 };
  await load.call<LoadResult>('run', { ...order, count: 2_000 });
  await ours.call('watchDelay');
  const { ok, milliseconds } = await load.call<LoadResult>('run', order);
  const delay = await ours.call<Record<'p50' | 'p99' | 'max', number>>('delay');
  const after = await ours.call<number>('memory');
  await ours.stop();
  console.log(`\n2,000 events per second: ${ok} accepted in ${(milliseconds / 1000).toFixed(1)} s`);
  console.log(
    `  event-loop delay: p50 ${delay.p50.toFixed(1)} ms, p99 ${delay.p99.toFixed(1)} ms, max ${delay.max.toFixed(1)} ms`,
  );
  const [added, grown] = [(started - before) / MiB, (after - before) / MiB];
  const bareGrown = await bareGrowth(load, order);
  await load.stop();
  console.log(
    `  memory added: ${added.toFixed(1)} MiB by starting, ${grown.toFixed(1)} MiB after 22,000 events (bare server: ${bareGrown.toFixed(1)} MiB)`,
  );
  return [
    {
      what: 'event-loop delay at 2,000 events/s, p99',
      budget: '≤ 20 ms',
      measured: `${delay.p99.toFixed(1)} ms`,
      kept: delay.p99 <= 20,
    },
    {
      what: 'memory added with the receiver running',
      budget: '≤ 25 MiB',
      measured: `${added.toFixed(1)} MiB`,
      kept: added <= 25,
    },
  ];
}

/** What the same events add to the memory of a bare server: the share of `node:http` and the heap, in MiB. */
async function bareGrowth(load: Child, order: LoadOrder): Promise<number> {
  const bare = new Child(processOf('bare'), { nodeOptions: ['--expose-gc'] });
  const before = await bare.call<number>('memory');
  const port = await bare.call<number>('start');
  await load.call<LoadResult>('run', { ...order, port, count: 22_000 });
  const after = await bare.call<number>('memory');
  await bare.stop();
  return (after - before) / MiB;
}
