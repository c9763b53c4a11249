import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HandlerScanner } from '../../../src/handlers/scanner.ts';
import { testCatalogue } from '../support/catalogue.ts';
import { copiedGrammars, grammarDirectory } from './support.ts';

const paid = `switch (event.type) {\n  case 'invoice.paid':\n    break;\n}\n`;

describe('HandlerScanner', function () {
  // Analysing the queries takes long on a busy machine.
  this.timeout(30_000);
  let scanner: HandlerScanner;
  let folder: string;

  before(async () => {
    await copiedGrammars();
    const { events } = await testCatalogue();
    scanner = new HandlerScanner({
      worker: new URL('../../../src/handlers/worker/main.ts', import.meta.url),
      grammarDirectory,
      knownTypes: events.eventTypes.map(({ type }) => type),
    });
    folder = await mkdtemp(join(tmpdir(), 'scanner-'));
  });
  after(async () => {
    await scanner.dispose();
    await rm(folder, { recursive: true });
  });

  const types = async (name: string, text: string): Promise<readonly string[]> => {
    const file = join(folder, name);
    await writeFile(file, text);
    const [found] = await scanner.find([{ file, path: name }]);
    return (found ?? []).map(({ eventType }) => eventType);
  };

  it('reads files from disk, in every language, and answers in the order it was asked', async () => {
    await writeFile(join(folder, 'b.rb'), `case event.type\nwhen 'charge.failed' then 1\nend\n`);
    await writeFile(join(folder, 'a.ts'), paid);
    const sources = ['b.rb', 'gone.ts', 'a.ts', 'a.md'].map((path) => ({ file: join(folder, path), path }));
    const found = await scanner.find(sources);
    assert.deepEqual(
      found.map((handlers) => handlers.map(({ file, eventType }) => [file, eventType])),
      [[[join(folder, 'b.rb'), 'charge.failed']], [], [[join(folder, 'a.ts'), 'invoice.paid']], []],
    );
  });

  it('prefers the text it is given to the one on disk', async () => {
    await writeFile(join(folder, 'c.ts'), paid);
    const text = paid.replace('invoice.paid', 'invoice.sent');
    const [found] = await scanner.find([{ file: join(folder, 'c.ts'), path: 'c.ts', text }]);
    assert.deepEqual(
      found?.map(({ eventType }) => eventType),
      ['invoice.sent'],
    );
  });

  it('leaves out files over 1 MiB, up to which it reads them whole', async () => {
    const fill = (size: number) => paid + ' '.repeat(size - paid.length);
    assert.deepEqual(await types('big.ts', fill(1024 * 1024 + 1)), []);
    assert.deepEqual(await types('fits.ts', fill(1024 * 1024)), ['invoice.paid']);
  });

  it('goes by the path in the workspace, wherever that lies', async () => {
    const file = '/home/me/fixtures/src/test/app/a.ts';
    assert.equal((await scanner.find([{ file, path: 'a.ts', text: paid }]))[0]?.length, 1);
    assert.equal((await scanner.find([{ file, path: 'fixtures/a.ts', text: paid }]))[0]?.length, 0);
  });

  it('lets the thread that asks go on with its work', async () => {
    const text = paid + 'const x = { a: 1, b: [2, 3] };\n'.repeat(5_000);
    let turns = 0;
    let reading = true;
    const turn = (): void => {
      turns++;
      if (reading) setImmediate(turn);
    };
    setImmediate(turn);
    const sources = Array.from({ length: 20 }, (_, at) => ({ file: `${at}.ts`, path: `${at}.ts`, text }));
    await scanner.find(sources).finally(() => (reading = false));
    assert.ok(turns > 100, `${turns} turns`);
  });

  for (const [path, code] of [
    ['a.ts', `switch (event.type) {\n  case '|':\n}`],
    ['a.ts', `switch (event.type) {\n  case '|'\n}`],
    ['a.ts', `switch (event.type) {\n  case 'invoice.paid':\n    pay();\n    break;\n  case 'inv|\n}`],
    ['a.ts', `if (event.type === '|') {}`],
    ['a.ts', `if (event.type === '|'`],
    ['a.ts', `const handlers = { 'invoice.p|': async (event) => {} };`],
    ['a.ts', `if (['invoice.paid', '|'].includes(event.type)) {}`],
    ['a.py', `if event["type"] == "|":\n    pass\n`],
    ['a.py', `if event["type"] == "|"\n`],
    ['a.rb', `case event.type\nwhen '|'\nend\n`],
    ['a.php', `<?php\nswitch ($event->type) {\n  case '|':\n}`],
    ['a.go', `package a\nfunc f() {\n\tswitch event.Type {\n\tcase "|":\n\t}\n}`],
    ['A.java', `class A { void f() { switch (event.getType()) { case "|" -> x(); } } }`],
    ['A.cs', `class A { void F() { if (stripeEvent.Type == "|") {} } }`],
    ['a.rs', `fn f() { match event.type_.as_str() { "|" => x(), _ => {} } }`],
    ['A.kt', `fun f() { when (event.type) { "|" -> x() } }`],
    ['a.ex', `case event.type do\n  "|" -> 1\nend\n`],
  ] as const)
    it(`offers types where one would be handled: ${path} ${JSON.stringify(code)}`, async () => {
      assert.equal(await wants(path, code), true);
    });

  for (const code of [
    `import x from '|';`,
    `console.log('|');`,
    `const name = '|';`,
    `// '|'`,
    `if (file.name === '|') {}`,
  ])
    it(`offers none elsewhere: ${code}`, async () => {
      assert.equal(await wants('a.ts', code), false);
    });

  function wants(path: string, code: string): Promise<boolean> {
    const at = code.indexOf('|');
    const text = code.replace('|', '');
    const start = text.slice(0, at).search(/[\w.]*$/);
    return scanner.wantsType(path, text, start, at);
  }

  it('says what went wrong, and whoever asks next is served', async () => {
    const broken = new HandlerScanner({
      worker: new URL('../../../src/handlers/worker/main.ts', import.meta.url),
      grammarDirectory: join(folder, 'no-grammars'),
      knownTypes: ['invoice.paid'],
    });
    await assert.rejects(broken.find([{ file: 'a.ts', path: 'a.ts', text: paid }]), /no-grammars/);
    const asked = broken.find([{ file: 'a.ts', path: 'a.ts', text: paid }]);
    await Promise.all([assert.rejects(asked, /ended|no-grammars/), broken.dispose()]);
  });
});
