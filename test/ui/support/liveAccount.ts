/** A live account for the tests: the sandbox behind a live key, which it would refuse itself. */
import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { testCatalogue } from '../../unit/support/catalogue.ts';

export class LiveAccount {
  /** No real key; only this server takes it. */
  readonly key = 'sk_live_51ofTheTestsAlone00000000';
  readonly sandbox: Sandbox;
  private readonly server: Server;

  private constructor(sandbox: Sandbox) {
    this.sandbox = sandbox;
    this.server = createServer((incoming, outgoing) => {
      const { authorization, ...headers } = incoming.headers;
      const known = authorization === `Bearer ${this.key}`;
      const onward = request(new URL(incoming.url ?? '/', sandbox.baseUrl), {
        method: incoming.method,
        headers: {
          ...headers,
          host: new URL(sandbox.baseUrl).host,
          authorization: known ? `Bearer ${sandbox.testKey}` : (authorization ?? ''),
        },
      });
      onward.on('response', (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      });
      onward.on('error', () => outgoing.destroy());
      incoming.pipe(onward);
    });
  }

  /** Listens at the host's address; loopback unless given. */
  static async start(port: number, host = '127.0.0.1'): Promise<LiveAccount> {
    const sandbox = await Sandbox.open({ catalogue: (await testCatalogue()).events });
    await sandbox.start(0);
    const account = new LiveAccount(sandbox);
    account.server.listen(port, host);
    await once(account.server, 'listening');
    return account;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await this.sandbox.stop();
  }
}
