import {
  createServer,
  request,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer, type RawData } from 'ws';

/** What becomes of a frame on its way: how often it is passed on, and how much later (ms). */
export interface FrameFate {
  readonly times: number;
  readonly delay: number;
}

/** What becomes of a request for a page of the API, or of a dial. */
export type RequestFate = 'pass' | 'cut' | { readonly status: number; readonly body: unknown };

/** A hop between a client and the sandbox, for the API and for sockets, on which a test decides what gets through. */
export class Proxy {
  onRequest: (method: string, path: string, headers: IncomingHttpHeaders) => RequestFate = () => 'pass';
  onDial: () => RequestFate = () => 'pass';
  /** `down` leads to the client. */
  onFrame: (direction: 'up' | 'down', text: string) => FrameFate = () => ({ times: 1, delay: 0 });
  /** Dials that got through, and frames that a client sent. */
  dials = 0;
  readonly up: string[] = [];
  readonly #target: URL;
  readonly #server = createServer((incoming, outgoing) => this.#forward(incoming, outgoing));
  readonly #sockets = new WebSocketServer({ noServer: true, handleProtocols: ([first]) => first ?? false });
  readonly #raw = new Set<Socket>();
  readonly #pairs = new Set<readonly [WebSocket, WebSocket]>();
  readonly #timers = new Set<NodeJS.Timeout>();

  constructor(target: string) {
    this.#target = new URL(target);
    this.#server.on('upgrade', (incoming, socket, head: Buffer) => this.#upgrade(incoming, socket, head));
    this.#server.on('connection', (socket: Socket) => {
      this.#raw.add(socket);
      socket.on('error', () => undefined).once('close', () => this.#raw.delete(socket));
    });
  }

  async open(port = 0): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(port, '127.0.0.1', resolve));
    return this;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Ends every socket there is, as a network that goes away does: without a word. */
  cutSockets(): void {
    for (const pair of this.#pairs) for (const socket of pair) socket.terminate();
  }

  /** Nothing gets through any more, in either direction, while all sockets stay open; new dials are cut. */
  freeze(): void {
    this.onDial = () => 'cut';
    for (const pair of this.#pairs) for (const socket of pair) socket.pause();
  }

  /** New dials get through again. */
  thaw(): void {
    this.onDial = () => 'pass';
  }

  async close(): Promise<void> {
    for (const timer of this.#timers) clearTimeout(timer);
    this.cutSockets();
    for (const socket of this.#raw) socket.destroy();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #forward(incoming: IncomingMessage, outgoing: ServerResponse): void {
    const fate = this.onRequest(incoming.method ?? '', incoming.url ?? '', incoming.headers);
    if (fate === 'cut') return void incoming.socket.destroy();
    if (fate !== 'pass') {
      incoming.resume();
      outgoing.writeHead(fate.status, { 'content-type': 'application/json' });
      outgoing.end(JSON.stringify(fate.body));
      return;
    }
    // The Host header stays the proxy's, so that the sandbox names it as the address to dial.
    const { method, url, headers } = incoming;
    const { hostname, port } = this.#target;
    const onward = request({ hostname, port, method, path: url, headers, agent: false }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    incoming.pipe(onward);
  }

  #upgrade(incoming: IncomingMessage, raw: Duplex, head: Buffer): void {
    const fate = this.onDial();
    if (fate === 'cut') return void raw.destroy();
    if (fate !== 'pass') return refuse(raw, fate.status, JSON.stringify(fate.body));
    const upstream = new WebSocket(`ws://${this.#target.host}${incoming.url}`, 'stripecli-devproxy-v1', {
      headers: { 'Websocket-Id': String(incoming.headers['websocket-id']) },
    });
    upstream.on('error', () => undefined);
    upstream.once('unexpected-response', (_request, response) => {
      void response.toArray().then((chunks: Buffer[]) => {
        refuse(raw, response.statusCode ?? 502, Buffer.concat(chunks).toString());
        upstream.terminate();
      });
    });
    upstream.once('open', () => {
      this.dials++;
      this.#sockets.handleUpgrade(incoming, raw, head, (client) => this.#join(client, upstream));
    });
  }

  #join(client: WebSocket, upstream: WebSocket): void {
    const pair = [client, upstream] as const;
    this.#pairs.add(pair);
    const over = () => {
      this.#pairs.delete(pair);
      for (const socket of pair) socket.terminate();
    };
    for (const socket of pair) socket.on('error', () => undefined).on('close', over);
    upstream.on('message', (data) => this.#pass('down', data, client));
    client.on('message', (data) => this.#pass('up', data, upstream));
  }

  #pass(direction: 'up' | 'down', data: RawData, to: WebSocket): void {
    const text = (data as Buffer).toString('utf8');
    if (direction === 'up') this.up.push(text);
    const { times, delay } = this.onFrame(direction, text);
    const send = () => {
      for (let time = 0; time < times; time++)
        if (to.readyState === WebSocket.OPEN) to.send(text, () => undefined);
    };
    if (delay === 0) return send();
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      send();
    }, delay);
    this.#timers.add(timer);
  }
}

function refuse(socket: Duplex, status: number, body: string): void {
  socket.end(
    `HTTP/1.1 ${status} Refused\r\nContent-Type: application/json\r\nConnection: close\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}
