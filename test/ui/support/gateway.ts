/**
 * What stands before VS Code's server: it passes everything on, and gives the workbench the half of a key with which
 * the browser seals secrets. Without an answer to `POST /mint-key` the workbench forgets its secrets on every reload.
 */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';

// VS Code wants 256 bits.
const keyBytes = 32;

export interface Gateway {
  readonly port: number;
  dispose(): Promise<void>;
}

/** Listens on 127.0.0.1 and passes requests and web sockets on to `upstream`; keeps the key in `data`. */
export async function openGateway(port: number, upstream: number, data: string): Promise<Gateway> {
  const key = await keptKey(join(data, 'browser-key-half'));
  const server = createServer((incoming, outgoing) => {
    const isKey = incoming.method === 'POST' && incoming.url?.split('?')[0] === '/mint-key';
    if (isKey) outgoing.end(key);
    else passOn(incoming, outgoing, upstream);
  });
  server.on('upgrade', (incoming, socket, head) => passSocketOn(incoming, socket, head, upstream));
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async dispose() {
      const closed = once(server, 'close');
      server.close();
      // Upgraded sockets are no longer the server's own, so it would not close them.
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

async function keptKey(file: string): Promise<Buffer> {
  const kept = await readFile(file).catch(() => undefined);
  if (kept?.length === keyBytes) return kept;
  const key = randomBytes(keyBytes);
  await mkdir(join(file, '..'), { recursive: true });
  await writeFile(file, key, { mode: 0o600 });
  return key;
}

function passOn(incoming: IncomingMessage, outgoing: ServerResponse, port: number): void {
  const { method, url, headers } = incoming;
  const onward = request({ host: '127.0.0.1', port, method, path: url, headers }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(outgoing);
  });
  onward.on('error', () => (outgoing.headersSent ? outgoing.destroy() : outgoing.writeHead(502).end()));
  outgoing.on('close', () => onward.destroy());
  incoming.pipe(onward);
}

function passSocketOn(incoming: IncomingMessage, socket: Duplex, head: Buffer, port: number): void {
  const onward = connect(port, '127.0.0.1', () => {
    const { method, url, httpVersion, rawHeaders } = incoming;
    onward.write(`${method} ${url} HTTP/${httpVersion}\r\n`);
    for (let i = 0; i < rawHeaders.length; i += 2) onward.write(`${rawHeaders[i]}: ${rawHeaders[i + 1]}\r\n`);
    onward.write('\r\n');
    onward.write(head);
    onward.pipe(socket).pipe(onward);
  });
  onward.on('error', () => socket.destroy()).on('close', () => socket.destroy());
  socket.on('error', () => onward.destroy()).on('close', () => onward.destroy());
}
