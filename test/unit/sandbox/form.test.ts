import assert from 'node:assert/strict';
import fc from 'fast-check';
import { queryStringifyRequestData } from '../../../node_modules/stripe/esm/utils.js';
import {
  decodeForm,
  FormError,
  listOf,
  type FormRecord,
  type FormValue,
} from '../../../src/sandbox/api/form.ts';

type Tree = string | readonly Tree[] | { readonly [key: string]: Tree };

const name = fc
  .string({ minLength: 1, unit: 'grapheme' })
  .filter((text) => !/[[\]]/.test(text) && !/^\d+$/.test(text));
const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small' },
    fc.string({ unit: 'grapheme' }),
    fc.array(tie('tree'), { minLength: 1, maxLength: 4 }),
    fc.dictionary(name, tie('tree'), { minKeys: 1, maxKeys: 4, noNullPrototype: true }),
  ),
}));
const form = fc.dictionary(name, tree, { maxKeys: 5, noNullPrototype: true });

/** Every SDK's way of indexing lists. */
function encode(value: Tree, prefix: string): string[] {
  if (typeof value === 'string') return [`${encodeURIComponent(prefix)}=${encodeURIComponent(value)}`];
  return Object.entries(value).flatMap(([key, each]) => encode(each, `${prefix}[${key}]`));
}

/** The decoded value in the shape of the original. */
function like(original: Tree, decoded: FormValue | undefined): unknown {
  if (decoded === undefined || typeof decoded === 'string') return decoded;
  if (Array.isArray(original))
    return listOf(decoded)?.map((item, index) =>
      like((original as readonly Tree[])[index] ?? '', item as FormValue),
    );
  return Object.fromEntries(
    Object.entries(decoded).map(([key, each]) => [
      key,
      like((original as Record<string, Tree>)[key] ?? '', each),
    ]),
  );
}

function plain(value: FormRecord): unknown {
  return JSON.parse(JSON.stringify(value));
}

describe('Sandbox: form decoding', () => {
  it('gives back whatever was encoded', () => {
    fc.assert(
      fc.property(form, (original) => {
        const text = Object.entries(original)
          .flatMap(([key, value]) => encode(value, key))
          .join('&');
        assert.deepEqual(like(original, decodeForm(text)), original);
      }),
    );
  });

  it('gives back whatever the SDK encodes', () => {
    fc.assert(
      fc.property(form, (original) => {
        assert.deepEqual(like(original, decodeForm(queryStringifyRequestData(original))), original);
      }),
    );
  });

  it('never fails on text but with a FormError', () => {
    const fragment = fc.constantFrom(
      'a',
      'b',
      '[',
      ']',
      '[]',
      '[0]',
      '=',
      '&',
      '%',
      '%5B',
      '%ZZ',
      '+',
      '__proto__',
    );
    fc.assert(
      fc.property(fc.array(fragment), (fragments) => {
        try {
          decodeForm(fragments.join(''));
        } catch (error) {
          assert.ok(error instanceof FormError);
        }
      }),
    );
  });

  const cases: readonly (readonly [text: string, expected: unknown])[] = [
    ['', {}],
    ['a=1&b=2', { a: '1', b: '2' }],
    ['a=1&a=2', { a: '2' }],
    ['a[]=1&a[]=2', { a: ['1', '2'] }],
    ['a%5B%5D=1', { a: ['1'] }],
    ['a[b][c]=1&a[b][d]=2', { a: { b: { c: '1', d: '2' } } }],
    ['a[0][b]=1&a[1][b]=2', { a: { 0: { b: '1' }, 1: { b: '2' } } }],
    ['a[][b]=1&a[][c]=2&a[][b]=3', { a: [{ b: '1', c: '2' }, { b: '3' }] }],
    ['a=x+y%26%20z', { a: 'x y& z' }],
    ['a', { a: '' }],
    ['[a]=1', { '[a]': '1' }],
  ];
  for (const [text, expected] of cases)
    it(`reads ${text || 'nothing'}`, () => assert.deepEqual(plain(decodeForm(text)), expected));

  for (const text of ['a=%E0%A4', 'a[b=1', 'a[b]c=1', 'a=1&a[b]=2', 'a[]=1&a[b]=2', `a${'[b]'.repeat(40)}=1`])
    it(`refuses ${text.slice(0, 20)}`, () => assert.throws(() => decodeForm(text), FormError));

  it('does not touch the prototype of objects', () => {
    decodeForm('__proto__[polluted]=1&constructor[prototype][polluted]=1');
    assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
  });

  it('puts indexed items in the order of their numbers', () => {
    assert.deepEqual(listOf(decodeForm('a[10]=c&a[2]=b&a[0]=a')['a'] ?? ''), ['a', 'b', 'c']);
  });
});
