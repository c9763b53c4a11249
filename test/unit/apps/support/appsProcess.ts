/**
 * Apps with their journal in a process of its own, to be killed. Arguments: the journal's file; whether to receive
 * events without end or to finish what was left.
 */
import { appendFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { AppRunner } from '../../../../src/apps/runner.ts';
import { isForApps } from '../../../../src/apps/eligible.ts';
import { SystemClock } from '../../../../src/delivery/clock.ts';
import { Journal } from '../../../../src/journal/journal.ts';
import { Places } from '../../../../src/journal/places.ts';
import { receipt, rejected } from '../../journal/support/journals.ts';
import { appOf } from './running.ts';

const [file = '', order] = process.argv.slice(2);
const folder = dirname(file);
const unlimited = { perMinute: 1e9, queue: 1e9, failures: 1e9, retryMs: [1, 1, 1, 1, 1] };

const app = (id: string, events: readonly string[]) => ({
  ...appOf(
    id,
    async ({ id: number }) => {
      // Some are slow, some fail at first, and what is written is there whatever becomes of this process.
      if (number % 50 === 0) await setTimeout(5);
      if (Math.random() < 0.02) throw new Error('not now');
      appendFileSync(join(folder, id), `${number}\n`);
    },
    { events, limits: unlimited },
  ),
  since: 0,
});
const apps = [app('all', ['*']), app('invoices', ['invoice.*'])];

const journal = await Journal.open(file, new URL('journal-worker.js', import.meta.url));
const onError = (error: unknown) => {
  throw error;
};
const runner = new AppRunner({
  apps: () => apps,
  load: (id) => journal.get(id),
  secretsOf: () => Promise.resolve({}),
  folder,
  places: new Places({ journal, marker: join(folder, 'left'), onError }),
  clock: new SystemClock(),
});
runner.on('fault', onError);
await runner.appsChanged();

if (order === 'finish') {
  const isBusy = () =>
    apps.some(({ id }) => {
      const status = runner.statusOf(id);
      return status && (status.waiting > 0 || status.state !== 'idle');
    });
  while (isBusy()) await setTimeout(10);
  await runner.close();
  await journal.close();
} else await receiveForEver();

async function receiveForEver(): Promise<never> {
  const types = ['invoice.paid', 'customer.created'] as const;
  for (let number = 0; ; number++) {
    const made = Array.from({ length: 5 }, (_, index) => {
      const { event, ...rest } = receipt(`evt_${process.pid}_${number}_${index}`, { receivedAt: Date.now() });
      const typed = { ...rest, event: event && { ...event, type: types[index % 2] ?? event.type } };
      return index === 4 ? rejected(`evt_forged_${number}`) : typed;
    });
    const committed = await Promise.all(
      made.map(async (one) => ({ made: one, ...(await journal.append(one)) })),
    );
    for (const { made: one, id, duplicate } of committed) {
      const { event } = one;
      const job = event && isForApps({ ...one, duplicate }) ? { receiptId: id, type: event.type } : undefined;
      runner.dispatch(job, id);
    }
    process.send?.(committed.findLast(({ made: { verdict } }) => verdict.outcome === 'verified')?.id ?? 0);
    await setImmediate();
  }
}
