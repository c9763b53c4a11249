import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { Sandbox } from '../../../../src/sandbox/sandbox.ts';
import { api } from './sandbox.ts';

export type Frame = Readonly<Record<string, unknown>>;

/** The session that a `stripe listen` asks for. */
export async function newSession(
  sandbox: Sandbox,
  features: readonly string[] = ['webhooks'],
  device = 'laptop',
): Promise<Record<string, string>> {
  const list = features.map((feature) => `&websocket_features[]=${feature}`).join('');
  const { json } = await api(sandbox, 'POST', '/v1/stripecli/sessions', {
    form: `device_name=${device}${list}&forward_to_url=${encodeURIComponent('http://localhost:4242/hook')}`,
  });
  return json as Record<string, string>;
}

/** One socket of a session, as the CLI dials it. */
export class ListenClient {
  readonly frames: Frame[] = [];
  private readonly socket: WebSocket;

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('message', (data: Buffer) => this.frames.push(JSON.parse(data.toString('utf8')) as Frame));
    socket.on('error', () => undefined);
  }

  /** Rejects with the refusal's body when the dial is refused. */
  static async dial(session: Readonly<Record<string, string>>): Promise<ListenClient> {
    const { websocket_url: url, websocket_authorized_feature: feature, websocket_id: id } = session;
    const socket = new WebSocket(`${url}?websocket_feature=${feature}`, 'stripecli-devproxy-v1', {
      headers: { 'Websocket-Id': id ?? '' },
    });
    const client = new ListenClient(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('unexpected-response', (_, response) => {
        void response
          .toArray()
          .then((chunks) => reject(new Error(Buffer.concat(chunks as Buffer[]).toString())));
      });
    });
    return client;
  }

  get protocol(): string {
    return this.socket.protocol;
  }

  send(message: object): void {
    this.socket.send(JSON.stringify(message));
  }

  /** Resolves when this many frames have come in all. */
  async until(count: number): Promise<readonly Frame[]> {
    while (this.frames.length < count) await once(this.socket, 'message');
    return this.frames;
  }

  /** A ping that has come back also means that everything sent before it has been dealt with. */
  async ping(): Promise<void> {
    const pong = once(this.socket, 'pong');
    this.socket.ping();
    await pong;
  }

  async closed(): Promise<void> {
    if (this.socket.readyState !== WebSocket.CLOSED) await once(this.socket, 'close');
  }

  async close(): Promise<void> {
    this.socket.close(1000);
    await this.closed();
  }
}
