import assert from 'node:assert/strict';
import { parseEnv } from 'node:util';
import fc from 'fast-check';
import { readVariable, setVariable, validateVariableName } from '../../../src/stripe/envFile.ts';

const name = 'STRIPE_WEBHOOK_SECRET';
const secret = 'whsec_0123456789abcdef+/=';

describe('a .env file', () => {
  for (const [what, before, after] of [
    ['is begun when it is empty', '', `${name}=${secret}\n`],
    ['gets a new line at its end', 'A=1\n', `A=1\n${name}=${secret}\n`],
    ['gets a new line with its own line ends', 'A=1\r\nB=2\r\n', `A=1\r\nB=2\r\n${name}=${secret}\r\n`],
    ['stays without a final line end', 'A=1\r\nB=2', `A=1\r\nB=2\r\n${name}=${secret}`],
    ['keeps export and spacing', `  export ${name} = old  \nA=1`, `  export ${name} = ${secret}  \nA=1`],
    ['keeps double quotes', `${name}="old" # mine\n`, `${name}="${secret}" # mine\n`],
    ['keeps single quotes', `${name}='old'\r\n`, `${name}='${secret}'\r\n`],
    ['keeps the comment behind a value', `${name}=old # whsec_x\n`, `${name}=${secret} # whsec_x\n`],
    ['fills an empty value', `${name}=\nA=1\n`, `${name}=${secret}\nA=1\n`],
    ['fills an empty value before a comment', `${name}= # todo\n`, `${name}=${secret} # todo\n`],
    ['fills an empty value at a comment', `${name}=#todo\n`, `${name}=${secret} #todo\n`],
    ['keeps a commented-out value', `#${name}=old\n`, `#${name}=old\n${name}=${secret}\n`],
    [
      'keeps a longer name',
      `MY_${name}=old\n${name}_2=old`,
      `MY_${name}=old\n${name}_2=old\n${name}=${secret}`,
    ],
    ['changes the last of two, which counts', `${name}=a\n${name}=b\n`, `${name}=a\n${name}=${secret}\n`],
    ['replaces a value over several lines', `${name}="a\nb"\nA=1\n`, `${name}="${secret}"\nA=1\n`],
    [
      'is not misled by a value over several lines',
      `A="\n${name}=x\n"\n`,
      `A="\n${name}=x\n"\n${name}=${secret}\n`,
    ],
    ['keeps a byte order mark', `\uFEFF${name}=old\n`, `\uFEFF${name}=${secret}\n`],
  ] as const)
    it(what, () => {
      assert.equal(setVariable(before, name, secret), after);
      assert.equal(readVariable(after, name), secret);
    });

  it('is read as programs read it', () => {
    const text = `A = plain # comment\nexport B='single \\n #'\nC="a\\n\\"b\\""\nD=a#b\nE=\nF=\`tick\`\nno line\n`;
    assert.deepEqual(
      ['A', 'B', 'C', 'D', 'E', 'F', 'G'].map((one) => readVariable(text, one)),
      ['plain', 'single \\n #', 'a\n"b"', 'a#b', '', 'tick', undefined],
    );
  });

  it('is left alone when the name is none or a quote is never closed', () => {
    for (const bad of ['', 'A B', '1A', 'A=B', 'A\nB', 'A-B'])
      assert.throws(() => setVariable('', bad, 'x'), { name: 'HumanError', reason: 'input' });
    assert.equal(validateVariableName(name), undefined);
    assert.throws(() => setVariable('A="x\n', 'B', '" #'), { name: 'HumanError', message: /never closed/ });
  });

  const eol = fc.constantFrom('\n', '\r\n');
  const gap = fc.constantFrom('', ' ', '\t');
  const key = fc.constantFrom('A', 'B', name, `${name}_LIVE`, 'export', 'a.b');
  const written = fc.oneof(
    fc.constant(''),
    fc.stringMatching(/^[\w#/+='"`\\$ .-]*$/),
    fc.stringMatching(/^[^'\r\n]*$/).map((text) => `'${text}'`),
    fc.stringMatching(/^[^"\\]*$/).map((text) => `"${text}"`),
  );
  const assignment = fc
    .tuple(
      fc.constantFrom('', ' ', 'export ', '\texport  '),
      key,
      gap,
      gap,
      written,
      fc.constantFrom('', ' # note', '#'),
    )
    .map(([before, key, left, right, value, note]) => `${before}${key}${left}=${right}${value}${note}`);
  const line = fc.oneof(
    assignment,
    assignment,
    fc.constantFrom('', '  ', '# comment', `# ${name}=old`, 'garbage'),
  );
  const file = fc
    .tuple(fc.array(fc.tuple(line, eol)), fc.oneof(fc.constant(''), line))
    .map(([lines, last]) => lines.flat().join('') + last);
  const value = fc.oneof(
    fc.constant(secret),
    fc.string(),
    fc.string({ unit: fc.constantFrom(...'\'"`\\$# \n\r\tan=') }),
  );

  /** What setting gives, unless the file has a quote that is never closed. */
  function set(text: string, to: string): string {
    try {
      return setVariable(text, name, to);
    } catch (error) {
      assert.match((error as Error).message, /never closed/);
      fc.pre(false);
      return '';
    }
  }

  it('gives back any value that was set, and setting it again changes nothing', () => {
    fc.assert(
      fc.property(fc.oneof(file, fc.string()), value, (text, to) => {
        const changed = set(text, to);
        assert.equal(readVariable(changed, name), to);
        assert.equal(setVariable(changed, name, to), changed);
      }),
      { numRuns: 3000 },
    );
  });

  const newSecret = fc.stringMatching(/^whsec_[\w+/=]{16,40}$/);
  /** A file in which no quote is left open. */
  const wellFormed = file.filter(
    (text) => !/['"`]/.test(text.replace(/(?<==[ \t]*)("[^"\\]*"|'[^']*')(?=[ \r\n]|$)/g, '')),
  );

  it('is read by Node as it is read here', () => {
    const readable = fc.oneof(newSecret, fc.stringMatching(/^[^'\r\n]*$/), fc.stringMatching(/^[\w '#]*$/));
    fc.assert(
      fc.property(readable, fc.constantFrom('', 'old', '"old"', "'old'"), (to, old) => {
        const text = setVariable(old && `${name}=${old}\n`, name, to);
        assert.equal(parseEnv(text)[name], to);
      }),
      { numRuns: 1000 },
    );
    assert.equal(parseEnv(setVariable('', name, 'C:\\dir\\'))[name], 'C:\\dir\\');
  });

  it('keeps every byte around the value', () => {
    const around = fc.record({
      before: wellFormed.map((text) => text.replace(/(?<=[^\r\n])$/, '\n')),
      head: fc
        .tuple(fc.constantFrom('', ' ', 'export ', '\texport  '), gap, gap)
        .map(([a, b, c]) => `${a}${name}${b}=${c}`),
      quote: fc.constantFrom('', '"', "'", '`'),
      old: fc.stringMatching(/^\w+$/),
      tail: fc.constantFrom('', ' ', ' # note', '\t#'),
      after: wellFormed.filter((text) => readVariable(text, name) === undefined),
    });
    fc.assert(
      fc.property(around, eol, newSecret, ({ before, head, quote, old, tail, after }, lineEnd, to) => {
        const text = (between: string) =>
          `${before}${head}${quote}${between}${quote}${tail}${lineEnd}${after}`;
        assert.equal(setVariable(text(old), name, to), text(to));
      }),
      { numRuns: 2000 },
    );
  });

  it('keeps all that was there when a line is added', () => {
    fc.assert(
      fc.property(wellFormed, newSecret, (text, to) => {
        fc.pre(readVariable(text, name) === undefined);
        const added = setVariable(text, name, to);
        assert.ok(added.startsWith(text));
        assert.match(added.slice(text.length), /^(\r\n|\n)?STRIPE_WEBHOOK_SECRET=[^\r\n]+(\r\n|\n)?$/);
        for (const one of ['A', 'B', `${name}_LIVE`, 'a.b'])
          assert.equal(readVariable(added, one), readVariable(text, one));
      }),
      { numRuns: 2000 },
    );
  });

  it('is byte for byte the old one when the old value is set back', () => {
    fc.assert(
      fc.property(file, fc.stringMatching(/^whsec_[\w+/=]{16,40}$/), (text, to) => {
        const old = set(text, secret);
        const [before, after] = [set(old, to), set(set(old, to), secret)];
        assert.notEqual(before, old);
        assert.equal(after, old);
      }),
      { numRuns: 3000 },
    );
  });
});
