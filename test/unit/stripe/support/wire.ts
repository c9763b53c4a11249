import { createServer, request } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request on its way. */
export interface Passing {
  readonly method: string;
  readonly path: string;
  readonly idempotencyKey: string | undefined;
  readonly authorization: string | undefined;
  readonly body: string;
}

/** What becomes of a request: goes through, is done but its answer lost, is lost itself, is answered here, or hangs. */
export type Fate = 'pass' | 'lose-answer' | 'lose-request' | 'hang-before' | 'hang-after' | Answered;

/** Answered here; a `late` request is held and goes through when the test says so. */
export interface Answered {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Record<string, string>;
  readonly late?: boolean;
}

interface Answer {
  readonly id?: string;
  readonly secret?: string;
  readonly webhook_endpoint?: { readonly signing_secret?: string };
}

/** A real HTTP hop between the SDK and an API, on which requests meet the fate a test chooses. */
export class Wire {
  readonly #server = createServer((incoming, outgoing) => void this.#forward(incoming, outgoing));
  readonly #target: string;
  /** All requests that arrived, in order. */
  readonly passed: Passing[] = [];
  /** The signing secrets in Stripe's answers, seen or lost, by endpoint. */
  readonly secrets = new Map<string, string>();
  /** Lets the held requests through. */
  readonly late: (() => Promise<unknown>)[] = [];
  /** Called when a request has begun to hang, after its effect if it has one. */
  onHang: () => void = () => {};
  fate: (passing: Passing) => Fate | Promise<Fate> = () => 'pass';

  constructor(target: string) {
    this.#target = target;
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async open(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  async #forward(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const passing: Passing = {
      method: incoming.method ?? '',
      path: incoming.url ?? '',
      idempotencyKey: incoming.headers['idempotency-key'] as string | undefined,
      authorization: incoming.headers.authorization,
      body: Buffer.concat(chunks).toString(),
    };
    this.passed.push(passing);
    const fate = await this.fate(passing);
    if (typeof fate === 'object') {
      if (fate.late) this.late.push(() => this.#ask(incoming, Buffer.concat(chunks)));
      outgoing.writeHead(fate.status, { 'content-type': 'application/json', ...fate.headers });
      outgoing.end(JSON.stringify(fate.body));
      return;
    }
    if (fate === 'hang-before') return this.onHang();
    if (fate === 'lose-request') return void incoming.socket.destroy();
    const answer = await this.#ask(incoming, Buffer.concat(chunks));
    if (fate === 'hang-after') return this.onHang();
    if (fate === 'lose-answer') return void incoming.socket.destroy();
    outgoing.writeHead(answer.status, answer.headers);
    outgoing.end(answer.body);
  }

  #ask(incoming: IncomingMessage, body: Buffer) {
    const url = new URL(incoming.url ?? '/', this.#target);
    const headers = { ...incoming.headers, host: url.host, connection: 'close' };
    return new Promise<{ status: number; headers: IncomingMessage['headers']; body: Buffer }>(
      (resolve, reject) => {
        const onward = request(url, { method: incoming.method, headers, agent: false }, (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () => {
            const headers = { ...response.headers };
            delete headers.connection;
            delete headers['transfer-encoding'];
            const answer = Buffer.concat(chunks);
            this.#noteSecret(answer);
            resolve({ status: response.statusCode ?? 0, headers, body: answer });
          });
        });
        onward.on('error', reject);
        onward.end(body);
      },
    );
  }
  #noteSecret(answer: Buffer): void {
    const { id, secret, webhook_endpoint } = JSON.parse(answer.toString()) as Answer;
    const given = secret ?? webhook_endpoint?.signing_secret;
    if (id !== undefined && given !== undefined) this.secrets.set(id, given);
  }
}
