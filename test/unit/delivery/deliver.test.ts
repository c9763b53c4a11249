import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createRawServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { deliver, maximumAnswerBytes } from '../../../src/delivery/deliver.ts';

const servers: Server[] = [];
const sockets = new Set<Socket>();

async function listening(server: Server): Promise<string> {
  servers.push(server);
  server.on('connection', (socket: Socket) => sockets.add(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const serve = (listener: RequestListener) => listening(createServer(listener));
const serveRaw = (onSocket: (socket: Socket) => void) => listening(createRawServer(onSocket));

function post(url: string, options: { body?: Uint8Array; timeoutMs?: number; signal?: AbortSignal } = {}) {
  const { body = Buffer.from('{}'), timeoutMs = 30_000, signal } = options;
  return deliver({ url, body, headers: { 'X-Own': 'yes' }, timeoutMs, ...(signal && { signal }) });
}

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
  for (const socket of sockets) socket.destroy();
  sockets.clear();
});

describe('Delivering', () => {
  it('sends the exact bytes and headers, and gives the whole answer', async () => {
    const body = Buffer.from([0x7b, 0xff, 0x00, 0x0d, 0x0a, 0xef, 0xbb, 0xbf]);
    let got: unknown;
    const host = await serve((request, response) => {
      void request.toArray().then((chunks) => {
        got = [request.method, request.url, request.headers['x-own'], Buffer.concat(chunks as Buffer[])];
        response.writeHead(201, { 'Set-Cookie': ['a=1', 'b=2'], 'X-Answer': 'yes' }).end('thanks');
      });
    });
    const before = Date.now();
    const attempt = await post(`http://${host}/hook?version=2`, { body });
    assert.deepEqual(got, ['POST', '/hook?version=2', 'yes', body]);
    assert.equal(attempt.error, undefined);
    assert.equal(attempt.response?.status, 201);
    assert.equal(Buffer.from(attempt.response.body).toString(), 'thanks');
    assert.deepEqual(attempt.response.headers.slice(0, 3), [
      ['Set-Cookie', 'a=1'],
      ['Set-Cookie', 'b=2'],
      ['X-Answer', 'yes'],
    ]);
    assert.ok(attempt.startedAt >= before && attempt.milliseconds > 0);
  });

  it('does not follow a redirect', async () => {
    let requests = 0;
    const host = await serve((_, response) => {
      requests++;
      response.writeHead(307, { Location: '/elsewhere' }).end();
    });
    assert.equal((await post(`http://${host}`)).response?.status, 307);
    assert.equal(requests, 1);
  });

  it('takes an answer that would change the protocol as it is, and hangs up', async () => {
    let hungUp: Promise<unknown> | undefined;
    const host = await serveRaw((socket) => {
      hungUp = once(socket, 'close');
      socket.on('error', () => undefined);
      socket.on('data', () =>
        socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n'),
      );
    });
    const { response, error } = await post(`http://${host}`);
    assert.deepEqual([response?.status, response?.body.length, error], [101, 0, undefined]);
    await hungUp;
  });

  it('cuts an endless answer at 64 KiB, and hangs up', async () => {
    let hungUp: Promise<unknown> | undefined;
    const host = await serve((_, response) => {
      hungUp = once(response, 'close');
      response.writeHead(200);
      const chunk = Buffer.alloc(10_000, 'x');
      const pour = (): void => {
        while (!response.destroyed && response.write(chunk));
      };
      response.on('drain', pour);
      response.on('error', () => undefined);
      pour();
    });
    const { response } = await post(`http://${host}`);
    assert.equal(response?.body.length, maximumAnswerBytes);
    assert.equal(response.status, 200);
    await hungUp;
  });

  it('gives an empty answer as one', async () => {
    const host = await serve((_, response) => void response.writeHead(204).end());
    const { response } = await post(`http://${host}`);
    assert.equal(response?.status, 204);
    assert.equal(response.body.length, 0);
  });

  const refusing = async (): Promise<string> => {
    const server = createRawServer();
    const host = await listening(server);
    server.close();
    await once(server, 'close');
    return host;
  };

  const failures: readonly (readonly [what: string, url: () => Promise<string>, sentence: RegExp])[] = [
    [
      'nothing listens',
      async () => `http://${await refusing()}`,
      /^Nothing is listening at 127\.0\.0\.1:\d+: start/,
    ],
    [
      'the name is unknown',
      () => Promise.resolve('http://nowhere.invalid'),
      /^The name nowhere\.invalid could not be/,
    ],
    [
      'the connection is dropped',
      async () => `http://${await serveRaw((socket) => socket.destroy())}`,
      /dropped the connection/,
    ],
    [
      'the answer breaks off',
      async () =>
        `http://${await serveRaw((socket) => {
          socket.on('error', () => undefined);
          socket.on('data', () =>
            socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf', () => socket.destroy()),
          );
        })}`,
      /dropped the connection before its answer was complete/,
    ],
    [
      'the answer is no HTTP',
      async () =>
        `http://${await serveRaw((socket) => socket.on('data', () => socket.end('SSH-2.0-OpenSSH\r\n')))}`,
      /did not answer in HTTP/,
    ],
    [
      'it is no TLS',
      async () => `https://${await serve((_, response) => void response.end())}`,
      /does not speak TLS/,
    ],
    ['the URL is none', () => Promise.resolve('not a url'), /not a valid http\(s\) URL/],
    ['the URL is of another kind', () => Promise.resolve('ftp://127.0.0.1/'), /not a valid http\(s\) URL/],
  ];
  for (const [what, url, sentence] of failures)
    it(`says in a sentence that ${what}`, async () => {
      const attempt = await post(await url());
      assert.equal(attempt.response, undefined);
      assert.match(attempt.error ?? '', sentence);
    });

  it('says that no answer came in time, also in the middle of one', async () => {
    const silent = await serveRaw((socket) => socket.on('error', () => undefined));
    const slow = await serve((_, response) => {
      response.writeHead(200).write('one moment');
    });
    for (const host of [silent, slow]) {
      const { error, response } = await post(`http://${host}`, { timeoutMs: 50 });
      assert.equal(response, undefined);
      assert.match(error ?? '', /did not answer within 0\.05 seconds/);
    }
  });

  it('can be cancelled, before and while it waits', async () => {
    const silent = createRawServer();
    const host = await listening(silent);
    assert.equal(
      (await post(`http://${host}`, { signal: AbortSignal.abort() })).error,
      'The delivery was cancelled.',
    );
    const controller = new AbortController();
    const waiting = post(`http://${host}`, { signal: controller.signal });
    await once(silent, 'connection');
    controller.abort();
    assert.equal((await waiting).error, 'The delivery was cancelled.');
  });
});
