import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PassedAnswer, ReceiptAnswer } from '../../../src/receiver/receiver.ts';
import { event, head, raw, signed, start, stopAll } from './support/receiving.ts';

/** Posts the event, signed now or so many seconds ago. */
function post(port: number, secondsAgo = 0): Promise<Response> {
  const headers = { 'Stripe-Signature': signed(event, secondsAgo), 'Content-Type': 'application/json' };
  return fetch(`http://127.0.0.1:${port}/webhook`, { method: 'POST', body: event, headers });
}

describe('Receiver: the target’s own answer passed through', () => {
  afterEach(stopAll);

  it('gives the sender what the app under development answered', async () => {
    const app = createServer((_, response) => {
      response.writeHead(503, { 'Retry-After': '7', 'Content-Type': 'text/plain', 'X-App': 'shop' });
      response.end('not now');
    }).listen(0, '127.0.0.1');
    await once(app, 'listening');
    const { port, committed } = await start({
      answer: async ({ body }) => {
        const { port: appPort } = app.address() as AddressInfo;
        const answer = await fetch(`http://127.0.0.1:${appPort}/`, {
          method: 'POST',
          body: Buffer.from(body),
        });
        return {
          status: answer.status,
          headers: [...answer.headers],
          body: new Uint8Array(await answer.arrayBuffer()),
        };
      },
    });
    const answer = await post(port);
    assert.deepEqual([answer.status, await answer.text()], [503, 'not now']);
    assert.equal(answer.headers.get('retry-after'), '7');
    assert.equal(answer.headers.get('x-app'), 'shop');
    assert.equal(committed.length, 1);
    app.close();
  });

  it('asks only after the commit, and tells what the commit gave', async () => {
    const order: unknown[] = [];
    const { port } = await start({
      commit: async () => {
        await new Promise(setImmediate);
        order.push('committed');
        return { id: 7 };
      },
      answer: (_, committed) => {
        order.push(committed);
        return Promise.resolve({ status: 202 });
      },
    });
    assert.equal((await post(port)).status, 202);
    assert.deepEqual(order, ['committed', { id: 7 }]);
  });

  it('answers itself when nothing is to be passed on', async () => {
    const { port } = await start({ answer: () => Promise.resolve(undefined) });
    const answer = await post(port);
    assert.deepEqual([answer.status, await answer.text()], [200, '{"received":true}']);
  });

  it('never passes a 2xx on to an event that was not verified, nor to one that was not stored', async () => {
    let asked = 0;
    const answer = () => {
      asked++;
      return Promise.resolve({ status: 200 });
    };
    const unverified = await start({ answer });
    assert.equal((await post(unverified.port, 3_600)).status, 400);
    const unstored = await start({ answer, commit: () => Promise.reject(new Error('The disk is full.')) });
    assert.equal((await post(unstored.port)).status, 500);
    assert.equal(asked, 0);
  });

  it('answers 502 in one sentence when the target cannot be reached, and the event stays stored', async () => {
    const { port, receiver, committed } = await start({
      answer: () => Promise.reject(new Error('connect ECONNREFUSED 127.0.0.1:3000')),
    });
    const announced = once(receiver, 'receipt') as Promise<[unknown, ReceiptAnswer]>;
    const answer = await post(port);
    assert.equal(answer.status, 502);
    assert.match(await answer.text(), /^The event is stored, but .*ECONNREFUSED.*\n$/);
    assert.equal(committed.length, 1);
    assert.deepEqual([(await announced)[1].status, (await announced)[1].by], [502, 'receiver']);
  });

  it('keeps the connection in order whatever the target’s answer says of its own', async () => {
    const answer: PassedAnswer = {
      status: 200,
      headers: [
        ['Connection', 'close'],
        ['Transfer-Encoding', 'chunked'],
        ['Content-Length', '1'],
        ['Set-Cookie', 'a=1'],
        ['Set-Cookie', 'b=2'],
      ],
      body: Buffer.from('fine'),
    };
    const { port } = await start({ answer: () => Promise.resolve(answer) });
    const one = `${head(`Content-Length: ${event.length}`, `Stripe-Signature: ${signed(event)}`)}${event.toString()}`;
    const answers = await raw(port, one, one.replace('Host:', 'Connection: close\r\nHost:'));
    assert.equal(answers.match(/HTTP\/1\.1 200 /g)?.length, 2);
    assert.equal(answers.match(/\r\nContent-Length: 4\r\n/g)?.length, 2);
    assert.equal(answers.match(/Set-Cookie: b=2/g)?.length, 2);
    assert.doesNotMatch(answers, /chunked/);
  });

  for (const { title, answer } of [
    { title: 'a status that does not end a request', answer: { status: 100 } },
    { title: 'a status that is none', answer: { status: 1_000 } },
    { title: 'a header with a line end', answer: { status: 200, headers: [['X-A', 'b\r\nc']] as const } },
  ]) {
    it(`answers 502 to ${title}`, async () => {
      const { port } = await start({ answer: () => Promise.resolve(answer) });
      assert.equal((await post(port)).status, 502);
    });
  }

  it('sends no body where HTTP allows none', async () => {
    const { port } = await start({ answer: () => Promise.resolve({ status: 204 }) });
    const answer = await raw(
      port,
      head(`Content-Length: ${event.length}`, `Stripe-Signature: ${signed(event)}`, 'Connection: close'),
      event,
    );
    assert.match(answer, /^HTTP\/1\.1 204 /);
    assert.doesNotMatch(answer, /Content-Length/i);
  });

  it('does not wait for a target without end when it stops', async () => {
    let asked = () => {};
    const asking = new Promise<void>((resolve) => (asked = resolve));
    const { port, receiver, committed } = await start({
      answer: () => {
        asked();
        return new Promise(() => undefined);
      },
      timeouts: { stop: 10 },
    });
    const answer = post(port);
    await asking;
    const [{ status }] = await Promise.all([answer, receiver.stop()]);
    assert.equal(status, 502);
    assert.equal(committed.length, 1);
  });
});
