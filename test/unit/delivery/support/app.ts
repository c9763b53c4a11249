/** An app under development: a real HTTP server that remembers what it got and answers as it is told. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';

export interface Got {
  readonly headers: IncomingMessage['headers'];
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
}

export interface App {
  readonly url: string;
  readonly got: Got[];
  /** How it answers; default 200. */
  answer: (got: Got, response: ServerResponse) => void | Promise<void>;
  /** Resolves when it got this many requests in all. */
  received(count: number): Promise<void>;
  /** Closes it: its port refuses connections from then on. */
  close(): Promise<void>;
  /** Listens again on the same port. */
  reopen(): Promise<void>;
}

const running = new Set<App>();

/** Closes every app that a test has started. */
export async function closeApps(): Promise<void> {
  await Promise.all([...running].map((app) => app.close()));
}

/** Starts an app; over TLS with the key and certificate given. */
export async function startApp(tls?: { readonly key: string; readonly cert: string }): Promise<App> {
  const got: Got[] = [];
  const waiting = new Set<() => void>();
  const sockets = new Set<Socket>();
  const listener: RequestListener = (request, response) => {
    void request.toArray().then(
      async (chunks) => {
        const one = {
          headers: request.headers,
          rawHeaders: request.rawHeaders,
          body: Buffer.concat(chunks as Buffer[]),
        };
        got.push(one);
        for (const wake of waiting) wake();
        await app.answer(one, response);
      },
      () => undefined,
    );
  };
  const make = () => (tls ? createSecureServer(tls, listener) : createServer(listener));
  let server = make();
  const open = async (port: number): Promise<number> => {
    server.on('connection', (socket: Socket) => {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
    });
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  };
  const port = await open(0);
  const app: App = {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}/webhook`,
    got,
    answer: (_got, response) => void response.end('ok'),
    async received(count) {
      while (got.length < count) await new Promise<void>((resolve) => waiting.add(resolve));
    },
    async close() {
      running.delete(app);
      if (!server.listening) return;
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
    async reopen() {
      server = make();
      await open(port);
      running.add(app);
    },
  };
  running.add(app);
  return app;
}
