import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, request, type IncomingMessage } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { signatureHeader } from '../../../src/delivery/signature.ts';
import { Receiver } from '../../../src/receiver/receiver.ts';
import { event, head, raw, signed, start, stopAll } from './support/receiving.ts';

interface Sent {
  readonly status: number | undefined;
  readonly text: string;
  readonly headers: IncomingMessage['headers'];
}

async function send(
  port: number,
  headers: Readonly<Record<string, string>> = {},
  body: Uint8Array = event,
  { method = 'POST', path = '/webhook' } = {},
): Promise<Sent> {
  const outgoing = request({ host: '127.0.0.1', port, method, path, headers });
  outgoing.end(body);
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
  return { status: response.statusCode, text: await text(response), headers: response.headers };
}

describe('Receiver', () => {
  afterEach(stopAll);

  it('answers a verified event only after it is committed, and keeps its exact bytes', async () => {
    let commit = () => {};
    const { port, receiver, committed } = await start({
      commit: (receipt) => {
        committed.push(receipt);
        return new Promise<void>((resolve) => (commit = resolve));
      },
    });
    const order: string[] = [];
    receiver.on('receipt', (_, answer) => order.push(`announced ${answer.status}`));
    const body = Buffer.from(event.toString().replace('{', '{ \r\n\t'));
    const sent = send(port, { 'Stripe-Signature': signed(body) }, body).then((answer) => {
      order.push('answered');
      return answer;
    });
    while (committed.length === 0) await new Promise(setImmediate);
    order.push('committing');
    commit();
    const answer = await sent;
    assert.deepEqual([answer.status, answer.text], [200, '{"received":true}']);
    assert.deepEqual(order, ['committing', 'announced 200', 'answered']);
    const [receipt] = committed;
    assert.deepEqual(receipt?.body, body);
    assert.equal(receipt?.event?.objectId, 'in_1');
    assert.equal(receipt?.verdict.outcome, 'verified');
  });

  it('keeps header pairs as they were spelt, and the path with its query', async () => {
    const { port, committed } = await start();
    await send(port, { 'X-Odd': 'Ä', 'Stripe-Signature': signed(event) }, event, {
      path: '/webhook?version=2',
    });
    assert.equal(committed[0]?.path, '/webhook?version=2');
    assert.ok(committed[0]?.headers.some(([name, value]) => name === 'X-Odd' && value === 'Ä'));
  });

  it('answers a failed check with cause and remedy, and commits it for inspection', async () => {
    const { port, committed } = await start();
    const { status, text } = await send(port, { 'Stripe-Signature': signed(event, 3_600) });
    assert.equal(status, 400);
    const answer = JSON.parse(text) as Record<string, unknown>;
    assert.equal(answer['cause'], 'timestamp-too-old');
    assert.ok(answer['explanation'] && answer['remedy']);
    assert.doesNotMatch(text, /whsec_[a-z]/);
    assert.equal(committed[0]?.verdict.outcome, 'rejected');
  });

  it('rejects a right signature on something that is not an event', async () => {
    const { port } = await start();
    const body = Buffer.from('hello');
    const { status, text } = await send(port, { 'Stripe-Signature': signed(body) }, body);
    assert.equal(status, 400);
    assert.match(text, /"cause":"not-an-event"/);
  });

  it('answers 500 when the event could not be stored, and says why', async () => {
    const { port, refused } = await start({ commit: () => Promise.reject(new Error('The disk is full.')) });
    const { status, text } = await send(port, { 'Stripe-Signature': signed(event) });
    assert.equal(status, 500);
    assert.match(text, /not accepted: The disk is full\./);
    assert.equal(refused[0]?.reason, 'not-stored');
  });

  it('takes chunked bodies', async () => {
    const { port, committed } = await start();
    const [first, second] = [event.subarray(0, 10), event.subarray(10)];
    const answer = await raw(
      port,
      head(`Stripe-Signature: ${signed(event)}`, 'Transfer-Encoding: chunked', 'Connection: close'),
      `${first.length.toString(16)}\r\n${first.toString()}\r\n`,
      `${second.length.toString(16)}\r\n${second.toString()}\r\n0\r\n\r\n`,
    );
    assert.match(answer, /^HTTP\/1\.1 200 /);
    assert.deepEqual(committed[0]?.body, event);
  });

  it('tells a sender that asks first to go on', async () => {
    const { port } = await start();
    const outgoing = request({
      ...{ host: '127.0.0.1', port, method: 'POST', path: '/webhook' },
      headers: { Expect: '100-continue', 'Content-Length': event.length, 'Stripe-Signature': signed(event) },
    });
    outgoing.flushHeaders();
    await once(outgoing, 'continue');
    outgoing.end(event);
    const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
    response.resume();
    assert.equal(response.statusCode, 200);
  });

  it('tells a sender that asks first about a body over the limit not to send it', async () => {
    const { port, refused } = await start({ bodyLimit: 100 });
    const answer = await raw(port, head('Expect: 100-continue', 'Content-Length: 101'));
    assert.match(answer, /^HTTP\/1\.1 413 /);
    assert.equal(refused.length, 1);
  });

  it('refuses a body over the limit in one sentence that its sender gets to read', async () => {
    const { port, refused, committed } = await start({ bodyLimit: 2048 });
    const huge = Buffer.alloc(4 * 1024 * 1024, 'x');
    const declared = await send(port, { 'Content-Length': String(huge.length) }, huge);
    assert.equal(declared.status, 413);
    assert.match(declared.text, /^The body is over the limit of 2 KiB; .*\.\n$/);
    const undeclared = await send(port, { 'Transfer-Encoding': 'chunked' }, huge);
    assert.equal(undeclared.status, 413);
    assert.deepEqual(
      refused.map(({ reason }) => reason),
      ['body-too-large', 'body-too-large'],
    );
    assert.equal(committed.length, 0);
  });

  it('takes a body of exactly the limit', async () => {
    const { port } = await start({ bodyLimit: event.length });
    assert.equal((await send(port, { 'Stripe-Signature': signed(event) })).status, 200);
  });

  it('commits nothing of a request that its sender gave up', async () => {
    const { port, receiver, committed } = await start();
    const refused = once(receiver, 'refused');
    const socket = connect(port, '127.0.0.1');
    socket.write(head(`Content-Length: ${event.length}`, `Stripe-Signature: ${signed(event)}`));
    socket.write(event.subarray(0, 20), () => socket.destroy());
    const [refusal] = (await refused) as [{ reason: string; sentence: string }];
    assert.equal(refusal.reason, 'aborted');
    assert.match(refusal.sentence, /after 20 bytes/);
    assert.equal(committed.length, 0);
  });

  it('cuts off a request that comes too slowly, with an answer', async () => {
    const { port, refused } = await start({ timeouts: { headers: 50, request: 50, check: 10 } });
    const answer = await raw(port, head('Content-Length: 10'), '12345');
    assert.match(answer, /^HTTP\/1\.1 408 /);
    assert.deepEqual(
      refused.map(({ reason }) => reason),
      ['timeout'],
    );
  });

  it('answers what is not HTTP', async () => {
    const { port } = await start();
    assert.match(await raw(port, '\x16\x03\x01\x02\x00\x01'), /^HTTP\/1\.1 400 [^]*use http:\/\//);
  });

  it('answers other paths with 404 and names the right one', async () => {
    const { port, refused } = await start({ path: '/stripe' });
    const { status, text } = await send(port);
    assert.equal(status, 404);
    assert.match(text, /POST to \/stripe/);
    assert.equal(refused[0]?.reason, 'wrong-path');
  });

  it('answers other methods with 405, and a look with a word about itself', async () => {
    const { port } = await start();
    const look = await send(port, {}, Buffer.alloc(0), { method: 'GET' });
    assert.deepEqual([look.status, look.headers.allow], [405, 'POST']);
    assert.match(look.text, /^This is the event receiver of Webhooks for Stripe; .*\n$/);
    assert.equal((await send(port, {}, event, { method: 'PUT' })).status, 405);
  });

  it('refuses unsigned bodies that are not JSON, and says what it takes', async () => {
    const { port, refused, committed } = await start();
    for (const type of [
      'application/x-www-form-urlencoded',
      'text/plain',
      'multipart/form-data; boundary=x',
    ]) {
      const { status, text } = await send(port, { 'Content-Type': type });
      assert.equal(status, 415, type);
      assert.match(text, /application\/json\.\n$/);
    }
    assert.deepEqual(new Set(refused.map(({ reason }) => reason)), new Set(['wrong-content-type']));
    for (const type of ['application/json', 'application/json; charset=utf-8', 'application/vnd.stripe+json'])
      assert.equal((await send(port, { 'Content-Type': type })).status, 400, type);
    assert.equal(committed.length, 3);
  });

  it('goes by the signature, not by the content type, when there is one', async () => {
    const { port } = await start();
    const headers = { 'Content-Type': 'text/plain', 'Stripe-Signature': signed(event) };
    assert.equal((await send(port, headers)).status, 200);
  });

  it('answers expectations it cannot meet, and CONNECT', async () => {
    const { port, refused } = await start();
    assert.match(
      await raw(port, head('Expect: tea', 'Content-Length: 0')),
      /^HTTP\/1\.1 417 [^]*“Expect: tea”/,
    );
    assert.match(await raw(port, 'CONNECT evil:443 HTTP/1.1\r\nHost: evil:443\r\n\r\n'), /^HTTP\/1\.1 405 /);
    assert.deepEqual(
      refused.map(({ reason }) => reason),
      ['unknown-expectation', 'wrong-method'],
    );
  });

  it('refuses a request whose length is said in two ways, as smugglers do', async () => {
    const { port, committed } = await start();
    const answer = await raw(port, head('Content-Length: 5', 'Transfer-Encoding: chunked'), '0\r\n\r\n');
    assert.match(answer, /^HTTP\/1\.1 400 /);
    assert.equal(committed.length, 0);
  });

  it('closes a connection that has been idle for long', async () => {
    const { port } = await start({ timeouts: { idle: 20 } });
    const answer = await raw(
      port,
      `${head(`Content-Length: ${event.length}`, `Stripe-Signature: ${signed(event)}`)}${event.toString()}`,
    );
    assert.match(answer, /^HTTP\/1\.1 200 /);
  });

  it('commits nothing of a chunked request that its sender gave up', async () => {
    const { port, receiver, committed } = await start();
    const refused = once(receiver, 'refused') as Promise<[{ reason: string }]>;
    const socket = connect(port, '127.0.0.1');
    socket.write(head('Transfer-Encoding: chunked', `Stripe-Signature: ${signed(event)}`));
    socket.write('5\r\n{"id"\r\n', () => socket.destroy());
    assert.equal((await refused)[0].reason, 'aborted');
    assert.equal(committed.length, 0);
  });

  it('says which of several endpoints and secrets an event was signed for', async () => {
    const secrets = ['whsec_current', 'whsec_retiring', 'whsec_listen'];
    const [current = '', retiring = '', listen = ''] = secrets;
    const owner = { connectionId: 'sandbox', endpointId: 'we_1' };
    const { port, committed } = await start({
      secrets: () => [
        { ...owner, secret: current, role: 'current' },
        { ...owner, secret: retiring, role: 'retiring' },
        { ...owner, endpointId: 'listen', secret: listen, role: 'listen', label: 'listen session' },
      ],
    });
    for (const secret of secrets)
      await send(port, {
        'Stripe-Signature': signatureHeader(event, [secret], Math.floor(Date.now() / 1000)),
      });
    assert.deepEqual(
      committed.map(({ verdict }) => verdict.secret),
      [
        { ...owner, role: 'current' },
        { ...owner, role: 'retiring' },
        { ...owner, endpointId: 'listen', role: 'listen', label: 'listen session' },
      ],
    );
  });

  it('can be reached through a tunnel whose name it was told', async () => {
    const { port } = await start({ allowedHosts: () => ['shop.tunnel.example'] });
    const headers = { 'Stripe-Signature': signed(event) };
    for (const Host of ['shop.tunnel.example', 'Shop.Tunnel.Example:443'])
      assert.equal((await send(port, { ...headers, Host })).status, 200, Host);
    for (const Host of ['tunnel.example', 'shop.tunnel.example.evil', 'shop.tunnel.example:x'])
      assert.equal((await send(port, { ...headers, Host })).status, 403, Host);
  });

  it('refuses requests that reached it under another name', async () => {
    const { port, refused, committed } = await start();
    const headers = { 'Stripe-Signature': signed(event) };
    for (const Host of ['evil.example', `evil.example:${port}`, '127.0.0.1.evil.example', '127.0.0.1@evil'])
      assert.equal((await send(port, { ...headers, Host })).status, 403, Host);
    for (const Host of ['localhost', `LOCALHOST:${port}`, '127.0.0.1'])
      assert.equal((await send(port, { ...headers, Host })).status, 200, Host);
    assert.match(await raw(port, 'POST /webhook HTTP/1.0\r\n\r\n'), / 403 /);
    assert.equal(refused.length, 5);
    assert.equal(committed.length, 3);
  });

  it('refuses requests from web pages, but not those of fetch in Node', async () => {
    const { port } = await start();
    const headers = { 'Stripe-Signature': signed(event) };
    assert.equal((await send(port, { ...headers, Origin: 'https://evil.example' })).status, 403);
    assert.equal((await send(port, { ...headers, Origin: 'null' })).status, 403);
    assert.equal((await send(port, { ...headers, 'Sec-Fetch-Site': 'cross-site' })).status, 403);
    const fetched = await fetch(`http://127.0.0.1:${port}/webhook`, { method: 'POST', body: event, headers });
    assert.equal(fetched.status, 200);
    await fetched.text();
  });

  it('serves several requests on one connection', async () => {
    const { port, committed } = await start();
    const one = `${head(`Content-Length: ${event.length}`, `Stripe-Signature: ${signed(event)}`)}${event.toString()}`;
    const last = one.replace('Host:', 'Connection: close\r\nHost:');
    const answers = await raw(port, one + one, last);
    assert.equal(answers.match(/HTTP\/1\.1 200 /g)?.length, 3);
    assert.equal(committed.length, 3);
  });

  it('says where an event came from when it is told', async () => {
    const { port, committed } = await start({
      originOf: (verdict, headers) => ({
        source: verdict.outcome === 'verified' && headers['x-from'] === 'sandbox' ? 'sandbox' : 'http',
      }),
    });
    await send(port, { 'Stripe-Signature': signed(event), 'X-From': 'sandbox' });
    await send(port, { 'Stripe-Signature': 't=1', 'X-From': 'sandbox' });
    assert.deepEqual(
      committed.map(({ source }) => source),
      ['sandbox', 'http'],
    );
  });
});

describe('Receiver: start and stop', () => {
  afterEach(stopAll);

  it('takes the next free port when the preferred one is in use, and says so', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const taken = (other.address() as AddressInfo).port;
    const receiver = new Receiver({ secrets: () => [], commit: () => Promise.resolve() });
    const { port, preferredPortTaken } = await receiver.start(taken);
    assert.equal(preferredPortTaken, true);
    assert.notEqual(port, taken);
    assert.equal(receiver.url, `http://127.0.0.1:${port}/webhook`);
    await receiver.stop();
    other.close();
  });

  it('can be started again after a stop, but not twice', async () => {
    const { receiver, port } = await start();
    await assert.rejects(receiver.start(0), /already running/);
    await receiver.stop();
    assert.equal(receiver.url, undefined);
    assert.deepEqual(await receiver.start(port), { port, preferredPortTaken: false });
  });

  it('commits and answers what has arrived before it stops', async () => {
    let commit = () => {};
    const committing = new Promise<void>((arrived) => {
      void start({
        commit: () => {
          arrived();
          return new Promise<void>((resolve) => (commit = resolve));
        },
        timeouts: { stop: 10 },
      }).then(({ receiver, port }) => {
        answer = send(port, { 'Stripe-Signature': signed(event) });
        stop = () => receiver.stop();
      });
    });
    let answer: Promise<Sent> | undefined;
    let stop = () => Promise.resolve();
    await committing;
    const stopped = stop();
    // Longer than the grace for requests that are still arriving.
    await new Promise((resolve) => setTimeout(resolve, 50));
    commit();
    assert.equal((await answer)?.status, 200);
    await stopped;
  });

  it('does not wait for idle connections, nor without end for a request that is still arriving', async () => {
    const { receiver, port, committed } = await start({ timeouts: { stop: 10 } });
    const idle = connect(port, '127.0.0.1');
    idle.write(
      `${head(`Content-Length: ${event.length}`, `Stripe-Signature: ${signed(event)}`)}${event.toString()}`,
    );
    await once(idle, 'data');
    const slow = connect(port, '127.0.0.1');
    slow.write(head('Content-Length: 100'));
    await once(slow, 'connect');
    await Promise.all([once(idle, 'close'), once(slow, 'close'), receiver.stop()]);
    assert.equal(committed.length, 1);
    await assert.rejects(send(port), { code: 'ECONNREFUSED' });
  });
});
