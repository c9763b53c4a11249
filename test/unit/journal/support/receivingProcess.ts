/** A receiver with its journal in a process of its own, to be killed. Arguments: the journal's file. Sends its port. */
import { Journal } from '../../../../src/journal/journal.ts';
import { Receiver } from '../../../../src/receiver/receiver.ts';
import { secret } from '../../receiver/support/receiving.ts';
import { worker } from './journals.ts';

const journal = await Journal.open(process.argv[2] ?? '', worker);
const receiver = new Receiver({
  secrets: () => [{ connectionId: 'sandbox', endpointId: 'we_1', secret }],
  commit: (receipt) => journal.append(receipt),
});
const { port } = await receiver.start(0);
process.send?.(port);
