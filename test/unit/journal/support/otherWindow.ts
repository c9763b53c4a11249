/** A journal in a process of its own. Argument: the journal's file. Does what it is told and says when it is done. */
import { Journal } from '../../../../src/journal/journal.ts';
import { attempt, receipt, worker } from './journals.ts';

const journal = await Journal.open(process.argv[2] ?? '', worker);
let appended = 0;

interface Order {
  readonly append?: number;
  readonly attempt?: number;
  readonly clear?: boolean;
}

async function obey(order: Order): Promise<void> {
  const appends = Array.from({ length: order.append ?? 0 }, () =>
    journal.append(receipt(`evt_other_${++appended}`, { receivedAt: Date.now() })),
  );
  await Promise.all(appends);
  if (order.attempt !== undefined) await journal.recordAttempt(order.attempt, attempt('app'));
  if (order.clear) await journal.clear();
}

process.on('message', (order: Order) => {
  void obey(order).then(() => process.send?.('done'));
});
process.send?.('ready');
