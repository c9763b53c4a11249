/** The smallest server that `stripe listen` is content with; it sends events down the socket and times the answers. */
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import { serve } from '../../child.ts';
import { eventBody, secret, signed } from '../events.ts';
import type { LoadResult } from '../rawClient.ts';

interface CliMessage {
  readonly type: string;
  readonly status?: number;
}

const server = createServer((request, response) => {
  request.resume();
  const { port } = server.address() as AddressInfo;
  const answer = request.url?.startsWith('/v1/stripecli/sessions')
    ? {
        websocket_url: `ws://127.0.0.1:${port}/socket`,
        websocket_id: 'bench',
        websocket_authorized_feature: 'webhooks',
        reconnect_delay: 600,
        secret,
        default_version: '2026-10-28.endive',
        latest_version: '2026-10-28.endive',
      }
    : { id: 'acct_bench', object: 'account' };
  response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(answer));
});
const sockets = new WebSocketServer({ server, handleProtocols: () => 'stripecli-devproxy-v1' });
const connected = new Promise<WebSocket>((resolve) => sockets.once('connection', resolve));

function message(): string {
  const body = eventBody();
  return JSON.stringify({
    type: 'webhook_event',
    endpoint: { api_version: null },
    event_payload: body.toString(),
    http_headers: {
      'User-Agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
      'Content-Type': 'application/json; charset=utf-8',
      'Stripe-Signature': signed(body),
    },
    webhook_conversation_id: randomUUID(),
    webhook_id: 'wh_bench',
  });
}

/** Keeps `window` events under way until all are answered; the count of 200s is what the target answered. */
async function relay({ count, window }: { count: number; window: number }): Promise<LoadResult> {
  const socket = await connected;
  const messages = Array.from({ length: count }, message);
  const started = performance.now();
  let sent = 0;
  let answered = 0;
  let ok = 0;
  await new Promise<void>((resolve) => {
    const send = () => {
      const next = messages[sent++];
      if (next !== undefined) socket.send(next);
    };
    const listener = (data: Buffer) => {
      const { type, status } = JSON.parse(data.toString()) as CliMessage;
      if (type !== 'webhook_response') return;
      if (status === 200) ok++;
      if (++answered < count) send();
      else {
        socket.off('message', listener);
        resolve();
      }
    };
    socket.on('message', listener);
    for (let index = 0; index < window; index++) send();
  });
  return { answered, ok, milliseconds: performance.now() - started };
}

serve({
  start: () =>
    new Promise((resolve) => {
      server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
    }),
  connected: async () => {
    await connected;
  },
  relay,
});
