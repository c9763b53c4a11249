import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { execFile } from 'node:child_process';
import fc from 'fast-check';
import { curlCommand } from '../../../src/ui/panel/copy/curl.ts';
import { visibleParts, visibleText } from '../../../src/ui/panel/shared/visible.ts';

describe('text of unknown origin', () => {
  it('shows controls, invisible characters and marks that turn text around by name', () => {
    assert.equal(visibleText('a\u202eb'), 'a\\u202eb');
    assert.equal(visibleText('\u0000\u001b[31m\u0085\r\n\t'), '\\u0000\\u001b[31m\\u0085\\r\\n\\t');
    assert.equal(visibleText('pay\u200bpal\ufeff\u2066x\u2069'), 'pay\\u200bpal\\ufeff\\u2066x\\u2069');
    assert.equal(visibleText('\ud800x\udc00'), '\\ud800x\\udc00');
    assert.equal(visibleText('\u{e0041}'), '\\u{e0041}');
  });

  it('leaves what people write alone', () => {
    for (const text of ['Müller', 'שלום', '日本語', '👍🏽', 'naïve — “quoted”'])
      assert.equal(visibleText(text), text);
  });

  it('loses nothing on the way', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const parts = visibleParts(text);
        const plain = parts.filter(({ escaped }) => !escaped).map((part) => part.text);
        assert.equal(parts.map((part) => part.text).join(''), visibleText(text));
        let from = 0;
        for (const part of plain) {
          const at = text.indexOf(part, from);
          assert.ok(at >= from);
          from = at + part.length;
        }
      }),
    );
  });
});

describe('an event as a curl command', () => {
  it('sends the same bytes and headers through a real shell', async function () {
    try {
      execFileSync('curl', ['--version']);
    } catch {
      this.skip();
    }
    const bodies = [
      Buffer.from(`{"it's":"$HOME \`x\` \\\\ \\"q\\"","text":"ünï"}`),
      Buffer.from([0xff, 0x00, 0x27, 0x0a]),
      Buffer.alloc(300_000, 'x'),
      Buffer.from('@/etc/passwd'),
    ];
    const received: { body: Buffer; signature: string | undefined }[] = [];
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const signature = request.headers['stripe-signature'];
        received.push({ body: Buffer.concat(chunks), signature: signature as string | undefined });
        response.end();
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    try {
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook`;
      for (const body of bodies) {
        const headers = [
          ['Host', 'elsewhere'],
          ['Content-Length', '1'],
          ['Stripe-Signature', "t=1,v1='5'"],
        ] as const;
        const script = curlCommand({ url, headers, body });
        const run = promisify(execFile)('bash', ['-s']);
        run.child.stdin?.end(script);
        await run;
      }
    } finally {
      server.close();
    }
    assert.deepEqual(
      received.map(({ body }) => body),
      bodies,
    );
    assert.ok(received.every(({ signature }) => signature === "t=1,v1='5'"));
  });
});
