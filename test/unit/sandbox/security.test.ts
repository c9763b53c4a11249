import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { startSandbox } from './support/sandbox.ts';

async function get(
  sandbox: Sandbox,
  headers: Record<string, string>,
): Promise<{ status: number; body: string }> {
  const outgoing = request(`${sandbox.baseUrl}/v1/account`, {
    headers: { Authorization: `Bearer ${sandbox.testKey}`, ...headers },
    agent: false,
  }).end();
  const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage];
  const chunks = (await incoming.toArray()) as Buffer[];
  return { status: incoming.statusCode ?? 0, body: Buffer.concat(chunks).toString() };
}

describe('Sandbox: on this machine alone', () => {
  it('answers to its own names, whatever the port, and to no other', async () => {
    const sandbox = await startSandbox();
    for (const host of ['127.0.0.1', 'localhost:3000', 'LOCALHOST', '[::1]:12111'])
      assert.equal((await get(sandbox, { Host: host })).status, 200, host);
    for (const host of [
      'evil.example',
      'localhost.evil.example',
      'evil-127.0.0.1',
      '127.0.0.1.evil.example:80',
      '192.168.0.1',
    ]) {
      const { status, body } = await get(sandbox, { Host: host });
      assert.equal(status, 403, host);
      assert.match(body, /answers to 127\.0\.0\.1 and localhost only/);
    }
  });

  it('does not listen on any other address', async () => {
    const sandbox = await startSandbox();
    const port = Number(new URL(sandbox.baseUrl).port);
    const others = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ internal, family }) => !internal && family === 'IPv4');
    for (const { address } of others) {
      const socket = connect(port, address);
      await assert.rejects(once(socket, 'connect'), { code: 'ECONNREFUSED' });
    }
  });

  it('refuses a body over its limit without reading on', async () => {
    const sandbox = await startSandbox();
    const response = await fetch(`${sandbox.baseUrl}/v1/webhook_endpoints`, {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${sandbox.testKey}`,
        'Content-Type': 'application/x-www-form-urlencoded',
      },
      body: `description=${'x'.repeat(1024 * 1024)}`,
    });
    assert.equal(response.status, 413);
    assert.match(await response.text(), /larger than 1024 KiB/);
    assert.equal((await get(sandbox, {})).status, 200);
  });

  it('stops although clients hold connections open or never finish their request', async () => {
    const sandbox = await startSandbox();
    const port = Number(new URL(sandbox.baseUrl).port);
    const idle = connect(port, '127.0.0.1');
    const half = connect(port, '127.0.0.1');
    const upgrading = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    const clients = [idle, half, upgrading];
    for (const client of clients) client.on('error', () => undefined);
    await Promise.all(clients.map((client) => once(client, 'connect')));
    const refused = once(upgrading, 'data');
    upgrading.write(
      'GET /elsewhere HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
    );
    assert.match(String((await refused)[0]), /^HTTP\/1\.1 404 /);
    half.write(`POST /v1/webhook_endpoints HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nurl=`);
    assert.equal((await get(sandbox, {})).status, 200);
    await sandbox.stop();
    for (const client of clients) client.destroy();
  });
});
