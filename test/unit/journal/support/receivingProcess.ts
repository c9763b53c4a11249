/**
 * A receiver with its journal in a process of its own, to be killed. Is sent the journal's file, sends its port, and the
 * id of each receipt of which an attempt is recorded.
 */
import { Journal } from '../../../../src/journal/journal.ts';
import { Receiver } from '../../../../src/receiver/receiver.ts';
import { attempt } from './journals.ts';
import { secret } from '../../receiver/support/receiving.ts';

process.once('message', (file: string) => void receive(file));
process.send?.('loaded');

async function receive(file: string): Promise<void> {
  const journal = await Journal.open(file, new URL('journal-worker.js', import.meta.url));
  const receiver = new Receiver({
    secrets: () => [{ connectionId: 'sandbox', endpointId: 'we_1', secret }],
    commit: async (receipt) => {
      const appended = await journal.append(receipt);
      void journal.recordAttempt(appended.id, attempt('app')).then(() => process.send?.(appended.id));
      return appended;
    },
  });
  const { port } = await receiver.start(0);
  process.send?.(port);
}
