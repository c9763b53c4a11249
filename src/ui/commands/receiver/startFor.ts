import type { Endpoint } from '../../../stripe/endpoint.ts';
import type { Parts } from '../parts.ts';
import { startReceiver } from './start.ts';

type Needs = Pick<Parts, 'receiver' | 'eventsOutput' | 'messages'>;

/** Starts the receiver when one of these endpoints points to it, before an event is sent there that would find nobody. */
export async function startReceiverFor(parts: Needs, endpoints: readonly Endpoint[]): Promise<void> {
  const { receiver } = parts;
  if (!receiver.url && endpoints.some(({ url }) => url === receiver.expectedUrl)) await startReceiver(parts);
}
