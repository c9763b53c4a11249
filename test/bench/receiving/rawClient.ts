/** A load generator on bare sockets, for a fixed rate. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

const OK = Buffer.from('HTTP/1.1 200');
const END_OF_HEAD = Buffer.from('\r\n\r\n');

/** What a run of requests came to. */
export interface LoadResult {
  readonly answered: number;
  readonly ok: number;
  readonly milliseconds: number;
}

/** Sends prepared requests at a fixed rate whatever the answers do, and waits for all answers. */
export async function sendAtRate(
  port: number,
  requests: readonly Buffer[],
  connections: number,
  perSecond: number,
): Promise<LoadResult> {
  const sockets = await Promise.all(Array.from({ length: connections }, () => connected(port)));
  const started = performance.now();
  let sent = 0;
  let answered = 0;
  let ok = 0;
  await new Promise<void>((resolve, reject) => {
    const timer = setInterval(() => {
      const due = Math.min(requests.length, Math.floor(((performance.now() - started) / 1000) * perSecond));
      for (; sent < due; sent++) sockets[sent % connections]?.write(requests[sent] as Buffer);
      if (sent === requests.length) clearInterval(timer);
    }, 1);
    for (const socket of sockets) {
      onAnswers(socket, (success) => {
        if (success) ok++;
        if (++answered === requests.length) resolve();
      });
      socket.on('error', reject).on('close', () => reject(new Error('The server closed a connection.')));
    }
  });
  const milliseconds = performance.now() - started;
  for (const socket of sockets) socket.removeAllListeners('close').destroy();
  return { answered, ok, milliseconds };
}

async function connected(port: number): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true });
  await once(socket, 'connect');
  return socket;
}

/** Calls back for each answer. Reads just enough of HTTP for answers with a Content-Length. */
function onAnswers(socket: Socket, answered: (ok: boolean) => void): void {
  let rest: Buffer = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    rest = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    for (;;) {
      const head = rest.indexOf(END_OF_HEAD);
      if (head < 0) return;
      const length = contentLength(rest.toString('latin1', 0, head));
      const end = head + 4 + length;
      if (rest.length < end) return;
      const ok = rest.subarray(0, OK.length).equals(OK);
      rest = rest.subarray(end);
      answered(ok);
    }
  });
}

function contentLength(head: string): number {
  const at = head.toLowerCase().indexOf('content-length: ');
  return at < 0 ? 0 : Number.parseInt(head.slice(at + 16), 10);
}
