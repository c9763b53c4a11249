import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { decodeForm } from '../../../src/sandbox/api/form.ts';

/** A call as the API gets it, whatever encoding it came in. */
export interface LoggedCall {
  readonly method: string;
  readonly path: string;
  readonly params: unknown;
}

/** Stands between a client and the sandbox, and writes down what is called. */
export class CallLog {
  readonly calls: LoggedCall[] = [];
  private readonly server: Server;

  private constructor(target: string) {
    const { hostname, port } = new URL(target);
    this.server = createServer((incoming, response) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('end', () => {
        const body = Buffer.concat(chunks);
        this.calls.push(loggedCall(incoming.method ?? '', incoming.url ?? '', body.toString()));
        const headers = { ...incoming.headers, host: `${hostname}:${port}` };
        const outgoing = request(
          { hostname, port, method: incoming.method, path: incoming.url, headers },
          (answer) => {
            response.writeHead(answer.statusCode ?? 500, answer.headers);
            answer.pipe(response);
          },
        );
        outgoing.end(body);
      });
    });
  }

  static async before(target: string): Promise<CallLog> {
    const log = new CallLog(target);
    log.server.listen(0, '127.0.0.1');
    await once(log.server, 'listening');
    return log;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}

function loggedCall(method: string, target: string, body: string): LoggedCall {
  const [path = '', query = ''] = target.split('?');
  const params: unknown = path.startsWith('/v2/')
    ? JSON.parse(body || '{}')
    : plain(decodeForm([query, body].filter((part) => part !== '').join('&')));
  return { method, path: anonymous(path), params: withoutIds(params) };
}

/** `a[]=` and `a[0]=` are the same list. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  if (entries.length > 0 && entries.every(([key]) => /^\d+$/.test(key)))
    return entries.map(([, each]) => plain(each));
  return Object.fromEntries(
    entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, each]) => [key, plain(each)]),
  );
}

/** Ids, times and tokens differ from run to run. */
function withoutIds(value: unknown): unknown {
  return JSON.parse(anonymous(JSON.stringify(value))) as unknown;
}

function anonymous(text: string): string {
  return text
    .replace(/\b(?!pm_card_|tok_)[a-z]+(?:_[a-z]+)*_(?=\w*[A-Z\d])[A-Za-z\d]{14,}\b/g, '<id>')
    .replace(/\/v1\/coupons\/[A-Za-z\d]{8}\b/g, '/v1/coupons/<id>')
    .replace(/"coupon":"[A-Za-z\d]{8}"/g, '"coupon":"<id>"')
    .replace(/[\da-f]{8}-[\da-f-]{27}/g, '<uuid>')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>');
}
