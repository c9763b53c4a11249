import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { findTunnels } from '../../../src/receiver/tunnels.ts';

describe('tunnels', () => {
  const servers: { close(): void }[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) server.close();
  });

  const agent = async (path: string, answer: string, status = 200): Promise<string> => {
    const server = createServer((request, response) => {
      response.writeHead(request.url === path ? status : 404).end(request.url === path ? answer : '');
    });
    servers.push(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };
  const ngrok = (tunnels: unknown) => agent('/api/tunnels', JSON.stringify({ tunnels }));
  const tunnel = (public_url: string, addr: string) => ({ public_url, config: { addr } });

  it('gives ngrok’s tunnels to the port, in all ways of writing it, and only the https ones', async () => {
    const url = await ngrok([
      tunnel('https://a.ngrok.app', 'http://localhost:4801'),
      tunnel('http://a.ngrok.app', 'http://localhost:4801'),
      tunnel('https://b.ngrok.app', '127.0.0.1:4801'),
      tunnel('https://c.ngrok.app', '4801'),
      tunnel('https://d.ngrok.app', 'http://localhost:14801'),
      tunnel('tcp://e.ngrok.app:1', 'localhost:4801'),
    ]);
    const found = await findTunnels(4801, { ngrok: url, cloudflared: [] });
    assert.deepEqual(found, [
      { origin: 'https://a.ngrok.app', by: 'ngrok' },
      { origin: 'https://b.ngrok.app', by: 'ngrok' },
      { origin: 'https://c.ngrok.app', by: 'ngrok' },
    ]);
  });

  it('gives the quick tunnel of cloudflared, once', async () => {
    const url = await agent('/quicktunnel', '{"hostname":"calm-sea.trycloudflare.com"}');
    const found = await findTunnels(4801, { ngrok: 'http://127.0.0.1:1', cloudflared: [url, url] });
    assert.deepEqual(found, [{ origin: 'https://calm-sea.trycloudflare.com', by: 'cloudflared' }]);
  });

  it('finds none where no agent runs, and where something else answers', async () => {
    const nothing = 'http://127.0.0.1:1';
    assert.deepEqual(await findTunnels(4801, { ngrok: nothing, cloudflared: [nothing] }), []);
    for (const answer of ['<html>', '{}', '{"tunnels":[null,{"config":1}]}', '{"hostname":""}']) {
      const agents = {
        ngrok: await agent('/api/tunnels', answer),
        cloudflared: [await agent('/quicktunnel', answer)],
      };
      assert.deepEqual(await findTunnels(4801, agents), [], answer);
    }
    const failing = await agent('/api/tunnels', '{"tunnels":[]}', 500);
    assert.deepEqual(await findTunnels(4801, { ngrok: failing, cloudflared: [] }), []);
  });
});
