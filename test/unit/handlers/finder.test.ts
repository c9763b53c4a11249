import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import * as esbuild from 'esbuild';
import fc from 'fast-check';
import { HandlerFinder } from '../../../src/handlers/finder.ts';
import { Prefilter } from '../../../src/handlers/finding/prefilter.ts';
import { testCatalogue } from '../support/catalogue.ts';
import { createFinder, grammarDirectory } from './support.ts';

const code = `switch (event.type) {\n  case 'invoice.paid':\n    break;\n}\n`;

describe('HandlerFinder', function () {
  // Analysing the queries takes long on a busy machine.
  this.timeout(30_000);
  let finder: HandlerFinder;
  before(async () => {
    finder = await createFinder();
  });
  after(() => finder.dispose());

  it('knows its languages by extension, and leaves tests and fixtures alone', () => {
    for (const file of [
      'a.ts',
      'a.tsx',
      'a.mts',
      'a.cts',
      'a.js',
      'a.jsx',
      'a.mjs',
      'a.cjs',
      'A.PY',
      'file:///b/a.ts',
    ])
      assert.equal(finder.handles(file), true, file);
    for (const file of [
      'a.json',
      'a',
      '.ts/a',
      'a.test.ts',
      'a.spec.jsx',
      'a.d.ts',
      'test_a.py',
      'a_test.py',
    ])
      assert.equal(finder.handles(file), false, file);
  });

  it('finds every event type of the catalogue in a case', async () => {
    const { events } = await testCatalogue();
    const types = events.eventTypes.map(({ type }) => type);
    const text = `switch (event.type) {\n${types.map((type) => `  case '${type}':`).join('\n')}\n}\n`;
    assert.deepEqual(
      finder.find('a.ts', text).map(({ eventType }) => eventType),
      types,
    );
  });

  it('is not upset by any text: what it finds lies within it', () => {
    const piece = fc.constantFrom(
      ...[
        'switch (event.type) {',
        "case 'invoice.paid':",
        '}',
        '{',
        '(',
        '`${',
        "'",
        '"""',
        'if event.type == "invoice.paid":',
      ],
      ...[
        '\n',
        '\r\n',
        '\t',
        '// ',
        '/*',
        '😀',
        "'charge.refunded': ",
        '=>',
        'async',
        'match event:',
        '\0',
        '\\',
        '<a>',
      ],
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 40 }),
        fc.constantFrom('a.ts', 'a.tsx', 'a.js', 'a.py'),
        (parts, file) => {
          const lines = parts.join('').split('\n');
          for (const handler of finder.find(file, lines.join('\n'))) {
            const text = lines[handler.line]?.slice(handler.column, handler.endColumn);
            assert.match(text ?? '', /invoice\.paid|charge\.refunded/);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('parses only text with a marker or an event-like string', () => {
    const prefilter = new Prefilter(new Set(['invoice.paid', 'v1.billing.meter.no_meter_found']));
    for (const text of [
      `case 'invoice.paid':`,
      `case "v1.billing.meter.no_meter_found"`,
      '`invoice.x`',
      `"stripe.invoice.paid"`,
      `startsWith('invoice.')`,
      'stripe.webhooks.constructEvent(',
      "headers['stripe-signature']",
      'HTTP_STRIPE_SIGNATURE',
      'Webhook.construct_event(',
      'client.parse_event_notification(',
    ])
      assert.equal(prefilter.isWorthParsing(text), true, text);
    for (const text of ['', 'invoice.paid', `'invoice'`, `'user.created'`, `"invoices.paid"`, 'event.type'])
      assert.equal(prefilter.isWorthParsing(text), false, text);
  });

  it('two finders live side by side, and one goes on when the other has ended', async () => {
    const other = await createFinder();
    assert.equal(other.find('a.ts', code).length, 1);
    other.dispose();
    assert.equal(finder.find('a.ts', code).length, 1);
  });

  it('says which directory lacks the grammars', async () => {
    await assert.rejects(HandlerFinder.create(join(tmpdir(), 'no-grammars'), new Set()), /no-grammars/);
  });

  it('works from a bundle of ES modules, with the grammars beside it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'bundle-'));
    const grammars = join(folder, 'dist', 'grammars');
    try {
      await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
      await esbuild.build({
        entryPoints: [fileURLToPath(new URL('../../../src/handlers/finder.ts', import.meta.url))],
        outfile: join(folder, 'dist', 'finder.js'),
        bundle: true,
        format: 'esm',
        platform: 'node',
        minify: true,
      });
      await mkdir(grammars);
      await cp(grammarDirectory, grammars, { recursive: true });
      await writeFile(join(grammars, 'package.json'), '{ "type": "commonjs" }');
      const script = `import { HandlerFinder } from './dist/finder.js';
        const finder = await HandlerFinder.create(${JSON.stringify(grammars)}, new Set(['invoice.paid']));
        await finder.prepare('a.ts', ${JSON.stringify(code)});
        process.stdout.write(JSON.stringify(finder.find('a.ts', ${JSON.stringify(code)})));
        finder.dispose();`;
      await writeFile(join(folder, 'main.js'), script);
      const { stdout } = await promisify(execFile)(process.execPath, [join(folder, 'main.js')]);
      assert.deepEqual(JSON.parse(stdout), finder.find('a.ts', code));
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
