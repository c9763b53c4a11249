/**
 * How many receipts and attempts are committed a second; and a journal of 100,000 events: how long the first page of the
 * list, of each filter and of full-text search takes, as the extension host sees it, and whether memory grows with the
 * journal.
 */
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundleInto } from '../bundled.ts';
import type { ListQuery } from '../../../src/journal/entry.ts';
import { median, type Finding } from '../budgets.ts';
import { Child } from '../child.ts';
import { beginning } from './receipts.ts';

const EVENTS = 100_000;
const FEW = 1_000;
const RUNS = 15;
const PAGE = 100;
const FORWARD_RUNS = 5;
const MiB = 1024 * 1024;

const middle = beginning + (EVENTS / 2) * 1000;

/** Each filter, wanting much and wanting little. */
const queries: Readonly<Record<string, Omit<ListQuery, 'limit'>>> = {
  'the list': {},
  'the list, from the middle': { before: EVENTS / 2 },
  'one type': { filter: { types: ['invoice.paid'] } },
  'one rare type': { filter: { types: ['payout.failed'] } },
  'types by wildcard': { filter: { types: ['customer.*', '*.failed'] } },
  verified: { filter: { outcome: 'verified' } },
  rejected: { filter: { outcome: 'rejected' } },
  delivered: { filter: { delivery: 'delivered' } },
  'not delivered': { filter: { delivery: 'failed' } },
  'never sent on': { filter: { delivery: 'none' } },
  source: { filter: { sources: ['http'] } },
  'all but one type': { filter: { except: { types: ['invoice.paid'] } } },
  'all but most types': {
    filter: { except: { types: ['*.paid', '*.created', '*.succeeded', 'customer.*'] } },
  },
  'all but what there is': { filter: { except: { types: ['*'] } } },
  'all but one endpoint, with a text': { filter: { except: { endpointIds: ['we_3'] }, text: 'espresso' } },
  'rare source': { filter: { sources: ['replay', 'trigger'] } },
  endpoint: { filter: { endpointIds: ['we_3'] } },
  connection: { filter: { connectionId: 'acct_1Bench' } },
  'connected account': { filter: { account: 'acct_1Rare' } },
  'object type': { filter: { objectType: 'payment_intent' } },
  'object that there is not': { filter: { objectId: 'pi_none' } },
  'request that there is not': { filter: { requestId: 'req_none' } },
  kind: { filter: { kind: 'snapshot' } },
  'kind that there is not': { filter: { kind: 'thin' } },
  duplicates: { filter: { duplicates: 'only' } },
  'without duplicates': { filter: { duplicates: 'hide' } },
  'an hour of time': { filter: { from: middle, until: middle + 3_600_000 } },
  'all time': { filter: { from: 0, until: Number.MAX_SAFE_INTEGER } },
  'text in all events': { filter: { text: 'espresso' } },
  'text in few events': { filter: { text: 'portafilters' } },
  'text in one event': { filter: { text: '54321' } },
  'text in no event': { filter: { text: 'nothing_has_this_word' } },
  'the beginning of a word': { filter: { text: 'pi_' } },
  'one letter': { filter: { text: 'e' } },
  'a phrase': { filter: { text: '"status succeeded"' } },
  'text, type and time': {
    filter: { text: 'jenny.rosen', types: ['invoice.paid'], from: beginning, until: middle },
  },
  'rare text of a common type': {
    filter: { text: 'portafilters', types: ['payout.failed', 'invoice.paid'] },
  },
};

/** Runs the benchmark, printing as it goes. */
export async function journal(): Promise<readonly Finding[]> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-'));
  try {
    await writeFile(join(folder, 'package.json'), '{"type":"module"}');
    const script = await bundle(folder);
    const [few, many] = [join(folder, 'few.sqlite'), join(folder, 'many.sqlite')];
    const forwarding = await forward(script, join(folder, 'forward.sqlite'));
    await fill(script, few, FEW);
    await fill(script, many, EVENTS);
    const fewMemory = await memoryOf(script, few);
    const manyMemory = await memoryOf(script, many);
    console.log(
      `  memory after all of this: ${fewMemory.toFixed(1)} MiB with ${FEW} events, ${manyMemory.toFixed(1)} MiB with ${EVENTS}`,
    );
    const grown = manyMemory - fewMemory;
    return [
      forwarding,
      ...(await pages(script, many)),
      {
        what: `memory, by ${EVENTS} journalled events more`,
        budget: '≤ 8 MiB',
        measured: `${grown.toFixed(1)} MiB`,
        kept: grown <= 8,
      },
    ];
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function bundle(folder: string): Promise<URL> {
  await bundleInto(folder, {
    journal: 'test/bench/journal/processes/journal.ts',
    'journal-worker': 'src/journal/worker/main.ts',
  });
  return pathToFileURL(join(folder, 'journal.js'));
}

async function fill(script: URL, file: string, count: number): Promise<void> {
  const child = new Child(script);
  await child.call('open', file);
  await child.call('fill', count);
  const milliseconds = await child.call<number>('settle');
  await child.call('close');
  await child.stop();
  const { size } = await stat(file);
  console.log(
    `${count} events journalled: ${(size / MiB).toFixed(0)} MiB; the last ${milliseconds.toFixed(0)} ms for filters and search to catch up`,
  );
}

/** How many receipts and how many attempts are committed a second, with few and with many under way. */
async function forward(script: URL, file: string): Promise<Finding> {
  const child = new Child(script);
  await child.call('open', file);
  console.log(`Committed a second, median of ${FORWARD_RUNS}`);
  const ratios: number[] = [];
  for (const underWay of [8, 32, 128]) {
    const rates: { readonly appended: number; readonly attempted: number }[] = [];
    for (let run = 0; run < FORWARD_RUNS; run++) {
      rates.push(await child.call('forward', { count: 10_000, underWay }));
      await child.call('settle');
    }
    ratios.push(median(rates.map(({ appended, attempted }) => attempted / appended)));
    const middle = (what: 'appended' | 'attempted') =>
      median(rates.map((rate) => rate[what]))
        .toFixed(0)
        .padStart(6);
    console.log(
      `  ${String(underWay).padStart(3)} under way: ${middle('appended')} receipts, ${middle('attempted')} attempts`,
    );
  }
  await child.call('close');
  await child.stop();
  const smallest = Math.min(...ratios);
  return {
    what: 'attempts / receipts committed a second',
    budget: '≥ 0.4',
    measured: smallest.toFixed(2),
    kept: smallest >= 0.4,
  };
}

/** Every query in a process that has just opened the file, as after a reload of the window. */
async function pages(script: URL, file: string): Promise<readonly Finding[]> {
  const child = new Child(script);
  await child.call('open', file);
  const slowest = { what: '', milliseconds: 0 };
  console.log(`First page of ${PAGE}, milliseconds: first run, median of ${RUNS}`);
  for (const [what, query] of Object.entries(queries)) {
    const { times, found } = await child.call<{ times: number[]; found: number }>('list', {
      query: { ...query, limit: PAGE },
      runs: RUNS,
    });
    const milliseconds = median(times);
    console.log(
      `  ${what.padEnd(28)} ${times[0]?.toFixed(1).padStart(6)} ${milliseconds.toFixed(1).padStart(6)}  (${found} found)`,
    );
    if (milliseconds > slowest.milliseconds) Object.assign(slowest, { what, milliseconds });
  }
  const picture = await child.call<number>('overTime', {
    from: beginning,
    until: beginning + EVENTS * 1000,
    buckets: 100,
  });
  console.log(`  all events over time, in 100 parts: ${picture.toFixed(0)} ms`);
  await child.call('close');
  await child.stop();
  return [
    {
      what: `first page of ${EVENTS} journalled events, the slowest: ${slowest.what}`,
      budget: '≤ 50 ms',
      measured: `${slowest.milliseconds.toFixed(1)} ms`,
      kept: slowest.milliseconds <= 50,
    },
  ];
}

/** Memory that opening a journal and asking it everything adds, in MiB. */
async function memoryOf(script: URL, file: string): Promise<number> {
  const child = new Child(script, { nodeOptions: ['--expose-gc'] });
  const before = await child.call<number>('memory');
  await child.call('open', file);
  for (const query of Object.values(queries))
    await child.call('list', { query: { ...query, limit: PAGE }, runs: 3 });
  const after = await child.call<number>('memory');
  await child.call('close');
  await child.stop();
  return (after - before) / MiB;
}
