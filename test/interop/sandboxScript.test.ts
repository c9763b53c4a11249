import assert from 'node:assert/strict';
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Stripe from 'stripe';

const script = fileURLToPath(new URL('../../scripts/sandbox.ts', import.meta.url));

interface Served {
  readonly child: ChildProcessWithoutNullStreams;
  output(): string;
  until(pattern: RegExp): Promise<RegExpExecArray>;
}

const children = new Set<ChildProcessWithoutNullStreams>();

function serve(...args: readonly string[]): Served {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, ...args]);
  children.add(child);
  child.once('close', () => children.delete(child));
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      child.emit('printed');
    });
  return {
    child,
    output: () => output,
    async until(pattern) {
      for (;;) {
        const match = pattern.exec(output);
        if (match) return match;
        if (child.exitCode !== null) throw new Error(`The script ended: ${output}`);
        await Promise.race([once(child, 'printed'), once(child, 'close')]);
      }
    },
  };
}

async function clientOf(served: Served): Promise<Stripe> {
  const port = Number((await served.until(/listens on http:\/\/127\.0\.0\.1:(\d+)/))[1]);
  const key = (await served.until(/test key:\s+(sk_test_\w+)\s/))[1] ?? '';
  return new Stripe(key, { host: '127.0.0.1', port, protocol: 'http', maxNetworkRetries: 0 });
}

describe('npm run sandbox', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sandbox-script-'));
  });
  afterEach(async () => {
    for (const child of children) {
      child.kill('SIGKILL');
      await once(child, 'close');
    }
    rmSync(folder, { recursive: true, force: true });
  });

  it('serves, triggers what is typed, stops cleanly on SIGINT and remembers its data', async () => {
    const first = serve('--data', folder);
    const stripe = await clientOf(first);
    const { id } = await stripe.webhookEndpoints.create({
      url: 'http://127.0.0.1:9/',
      enabled_events: ['*'],
    });
    first.child.stdin.write('invoice.paid\ninvoice.payed\n');
    await first.until(new RegExp(`invoice\\.paid evt_\\w+ → ${id} \\S+: Nothing is listening`));
    await first.until(/invoice\.payed is not an event type/);
    first.child.kill('SIGINT');
    const [code] = (await once(first.child, 'close')) as [number];
    assert.equal(code, 0);
    assert.match(first.output(), /The sandbox has stopped\.\n$/);

    const again = await clientOf(serve('--data', folder));
    assert.deepEqual(
      (await again.webhookEndpoints.list()).data.map((endpoint) => endpoint.id),
      [id],
    );
    assert.equal((await again.events.list()).data.length, 1);
  });

  it('ends with one sentence and exit code 1 for a bad argument or a port in use', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const cases = [
      [['--port', 'x'], /^"x" is not a port: .*\n$/],
      [['--port', '65536'], /^"65536" is not a port: .*\n$/],
      [['--prot', '1'], /^Unknown option '--prot'; usage: .*\n$/],
      [['--port', `${port}`], /^Port \d+ of 127\.0\.0\.1 is in use: choose another.*\n$/],
    ] as const;
    for (const [args, sentence] of cases) {
      const served = serve(...args);
      const [code] = (await once(served.child, 'close')) as [number];
      assert.equal(code, 1, args.join(' '));
      assert.match(served.output(), sentence);
    }
    taken.close();
  });
});
