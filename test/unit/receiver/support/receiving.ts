import { once } from 'node:events';
import { connect } from 'node:net';
import { signatureHeader } from '../../../../src/delivery/signature.ts';
import type { Receipt } from '../../../../src/receiver/receipt.ts';
import { Receiver, type ReceiverOptions, type Refusal } from '../../../../src/receiver/receiver.ts';

export const secret = 'whsec_receiving';

/** A small snapshot event. */
export const event = Buffer.from(
  '{"id":"evt_1","object":"event","type":"invoice.paid","created":1800000000,"data":{"object":{"id":"in_1","object":"invoice"}}}',
);

const running = new Set<Receiver>();

/** Stops every receiver that a test has started. */
export async function stopAll(): Promise<void> {
  await Promise.all([...running].map((receiver) => receiver.stop()));
  running.clear();
}

/** A running receiver, what it committed and what it refused. */
export interface Running {
  readonly receiver: Receiver;
  readonly port: number;
  readonly committed: Receipt[];
  readonly refused: Refusal[];
}

/** Starts a receiver on a free port. */
export async function start(options: Partial<ReceiverOptions> = {}): Promise<Running> {
  const committed: Receipt[] = [];
  const refused: Refusal[] = [];
  const receiver = new Receiver({
    secrets: () => [{ connectionId: 'sandbox', endpointId: 'we_1', secret }],
    commit: (receipt) => {
      committed.push(receipt);
      return Promise.resolve();
    },
    ...options,
  });
  receiver.on('refused', (refusal) => refused.push(refusal));
  const { port } = await receiver.start(0);
  running.add(receiver);
  return { receiver, port, committed, refused };
}

/** The signature header of a body, made now or so many seconds ago. */
export function signed(body: Uint8Array, secondsAgo = 0): string {
  return signatureHeader(body, [secret], Math.floor(Date.now() / 1000) - secondsAgo);
}

/** Writes raw bytes to a port, one part after the other, and gives all that is answered until the connection closes. */
export async function raw(port: number, ...parts: readonly (string | Uint8Array)[]): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  for (const part of parts) socket.write(part);
  await once(socket, 'close');
  return Buffer.concat(chunks).toString();
}

/** The head of a POST to the receiver, with more header lines. */
export function head(...lines: readonly string[]): string {
  return ['POST /webhook HTTP/1.1', 'Host: 127.0.0.1', ...lines, '', ''].join('\r\n');
}
