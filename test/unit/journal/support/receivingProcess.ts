/** A receiver with its journal in a process of its own, to be killed. Is sent the journal's file, sends its port. */
import { Journal } from '../../../../src/journal/journal.ts';
import { Receiver } from '../../../../src/receiver/receiver.ts';
import { secret } from '../../receiver/support/receiving.ts';

process.once('message', (file: string) => void receive(file));
process.send?.('loaded');

async function receive(file: string): Promise<void> {
  const journal = await Journal.open(file, new URL('journal-worker.js', import.meta.url));
  const receiver = new Receiver({
    secrets: () => [{ connectionId: 'sandbox', endpointId: 'we_1', secret }],
    commit: (receipt) => journal.append(receipt),
  });
  const { port } = await receiver.start(0);
  process.send?.(port);
}
