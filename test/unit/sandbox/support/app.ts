import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EventEmitter, once } from 'node:events';

/** A request that the app under development got. */
export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** An app under development: keeps what it gets and answers as told. */
export class App extends EventEmitter<{ received: [Received] }> {
  readonly received: Received[] = [];
  /** The status of the next answers. */
  status = 200;
  private readonly server: Server;

  private constructor() {
    super();
    this.server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const received = { path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks) };
        this.received.push(received);
        response.writeHead(this.status).end('done');
        this.emit('received', received);
      });
    });
  }

  static async start(): Promise<App> {
    const app = new App();
    started.push(app);
    app.server.listen(0, '127.0.0.1');
    await once(app.server, 'listening');
    return app;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/webhook`;
  }

  /** Resolves when it has got this many requests in all. */
  async until(count: number): Promise<readonly Received[]> {
    while (this.received.length < count) await once(this, 'received');
    return this.received;
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}

const started: App[] = [];

afterEach(() => {
  for (const app of started.splice(0)) app.stop();
});
