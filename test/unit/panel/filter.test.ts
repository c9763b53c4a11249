import assert from 'node:assert/strict';
import fc from 'fast-check';
import { completions } from '../../../src/ui/panel/shared/filter/complete.ts';
import { keys, ruleOf, type Key, type Term } from '../../../src/ui/panel/shared/filter/language.ts';
import { parseFilter } from '../../../src/ui/panel/shared/filter/parse.ts';
import { printFilter, withExcluded, withKeys } from '../../../src/ui/panel/shared/filter/print.ts';
import { receiptFilter } from '../../../src/ui/panel/shared/filter/receiptFilter.ts';
import { momentOf, momentText } from '../../../src/ui/panel/shared/filter/time.ts';

const now = new Date(2026, 10, 24, 14, 5, 30).getTime();
const understood = (text: string) => {
  const { terms, problems } = parseFilter(text);
  assert.deepEqual(problems, []);
  return receiptFilter(terms, now);
};
/** What is wrong with a text, and the characters it is said of. */
const mistakes = (text: string) =>
  parseFilter(text).problems.map(({ reason, start, end }) => [reason, text.slice(start, end)]);

const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 });
const valuesOf = (key: Key): fc.Arbitrary<readonly string[]> => {
  const { values, time, several } = ruleOf(key) ?? { several: false };
  const value = values
    ? fc.constantFrom(...values)
    : time
      ? fc.constantFrom('10m', '14:05', '2026-11-24', '2026-11-24T14:05:10.250')
      : text;
  return fc.array(value, { minLength: 1, maxLength: several ? 3 : 1 });
};
const keyTerms = (Object.keys(keys) as Key[]).map((key) =>
  fc.option(
    fc.tuple(valuesOf(key), fc.boolean()).map(([values, not]): Term => ({
      kind: 'key',
      key,
      not: not && ruleOf(key)?.excludes === true,
      values,
    })),
    { nil: undefined },
  ),
);
const termLists = fc
  .tuple(fc.array(text.map((one): Term => ({ kind: 'text', text: one }))), ...keyTerms)
  .map(([words, ...rest]) => [...words, ...rest.filter((term) => term !== undefined)]);

describe('the filter language', () => {
  it('reads every key into what the journal is asked', () => {
    assert.deepEqual(
      understood('type:customer.*,invoice.paid status:failed object:sub_123 source:listen,http'),
      {
        types: ['customer.*', 'invoice.paid'],
        delivery: 'failed',
        objectId: 'sub_123',
        sources: ['listen', 'http'],
      },
    );
    assert.deepEqual(
      understood('status:rejected is:duplicate resource:invoice endpoint:we_1 connection:acct_1'),
      {
        outcome: 'rejected',
        duplicates: 'only',
        objectType: 'invoice',
        endpointIds: ['we_1'],
        connectionId: 'acct_1',
      },
    );
    assert.deepEqual(understood('account:acct_2 event:evt_1 request:req_1 is:thin status:unsent'), {
      account: 'acct_2',
      eventId: 'evt_1',
      requestId: 'req_1',
      kind: 'thin',
      delivery: 'none',
    });
    assert.deepEqual(understood('run:payment-refunded-*,trigger-1f3a9c20'), {
      runs: ['payment-refunded-*', 'trigger-1f3a9c20'],
    });
  });

  it('excludes what has a minus before its key', () => {
    assert.deepEqual(understood('type:customer.* -type:*.updated,*.deleted -source:replay -endpoint:we_1'), {
      types: ['customer.*'],
      except: { types: ['*.updated', '*.deleted'], sources: ['replay'], endpointIds: ['we_1'] },
    });
    assert.deepEqual(understood('-word'), { text: '-word' });
  });

  it('looks for everything else in the payload, phrases as phrases', () => {
    assert.deepEqual(understood('gold "past due" plan'), { text: 'gold "past due" plan' });
  });

  it('takes times of today, of a day, and so long ago', () => {
    assert.deepEqual(understood('after:10m before:14:05'), {
      from: now - 600_000,
      until: new Date(2026, 10, 24, 14, 5).getTime(),
    });
    assert.deepEqual(understood('after:2026-11-23'), { from: new Date(2026, 10, 23).getTime() });
  });

  it('says what is wrong, and where', () => {
    assert.deepEqual(mistakes('foo:bar'), [['unknown-key', 'foo']]);
    assert.deepEqual(mistakes('x status:lost'), [['unknown-value', 'lost']]);
    assert.deepEqual(mistakes('type:a,,b'), [['missing-value', ',b']]);
    assert.deepEqual(mistakes('object:a,b'), [['one-value', 'b']]);
    assert.deepEqual(mistakes('type:a type:b'), [['repeated', 'type:b']]);
    assert.deepEqual(mistakes('status:failed status:dead'), [['repeated', 'status:dead']]);
    assert.deepEqual(mistakes('status:verified status:failed'), []);
    assert.deepEqual(mistakes('after:yesterday'), [['bad-time', 'yesterday']]);
    assert.deepEqual(mistakes('after:2026-02-30'), [['bad-time', '2026-02-30']]);
    assert.deepEqual(mistakes('-status:failed'), [['not-excluding', '-status']]);
    assert.deepEqual(mistakes('-type:a type:b -type:c'), [['repeated', '-type:c']]);
    assert.deepEqual(mistakes('-source:fax'), [['unknown-value', 'fax']]);
    assert.deepEqual(mistakes('a "b c'), [['unclosed-quote', '"b c']]);
    assert.deepEqual(mistakes('http://localhost'), [['unknown-key', 'http']]);
    assert.deepEqual(mistakes('"http://localhost"'), []);
  });

  it('prints what it reads to the same again', () => {
    fc.assert(
      fc.property(termLists, (terms) => {
        const parsed = parseFilter(printFilter(terms));
        // Two terms may decide the same, which is a mistake of the terms, not of their text.
        fc.pre(!parsed.problems.some(({ reason }) => reason === 'repeated'));
        assert.deepEqual(parsed, { terms, problems: [] });
      }),
    );
  });

  it('reads any text without a fault, and points into it', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'type:stau,"\\ -a.*é') }), (any) => {
        for (const { start, end } of parseFilter(any).problems)
          assert.ok(0 <= start && start <= end && end <= any.length);
      }),
    );
  });

  it('writes moments that it reads as the same', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e12 }), (moment) => {
        // In the hour that a change of the clocks repeats, two moments are written alike.
        const text = momentText(moment);
        assert.equal(momentText(momentOf(text, 0) ?? 0), text);
      }),
    );
  });

  it('sets and takes out keys and leaves the rest', () => {
    assert.equal(
      withKeys('type:a after:10m word', { after: '5m', before: '1m' }),
      'type:a word after:5m before:1m',
    );
    assert.equal(withKeys('type:a after:10m', { after: undefined }), 'type:a');
    assert.equal(withKeys('-type:a word', { type: ['b', 'c'] }), 'word type:b,c');
  });

  it('excludes one value more, once, and leaves the rest', () => {
    assert.equal(withExcluded('type:a.* word', 'type', ['a.b']), 'type:a.* word -type:a.b');
    assert.equal(withExcluded('-type:a -source:replay', 'type', ['b']), '-source:replay -type:a,b');
    assert.equal(withExcluded('-type:a,b', 'type', ['a']), '-type:a,b');
  });
});

describe('completion in the filter box', () => {
  const offered = (line: string, cursor = line.length) =>
    completions(
      line,
      cursor,
      {
        type: ['customer.created', 'invoice.paid', 'customer.updated'].map((value) => ({ value })),
        endpoint: [{ value: 'we_1', about: 'Orders' }],
      },
      [{ name: 'Broken', text: 'status:failed' }],
    );
  const accepted = (line: string, label: string) => {
    const one = offered(line).find((completion) => completion.label === label);
    assert.ok(one, `${label} is not offered`);
    return line.slice(0, one.from) + one.insert + line.slice(one.to);
  };

  it('offers keys, then the values of a key', () => {
    assert.equal(accepted('sta', 'status:'), 'status:');
    assert.equal(accepted('x status:fa', 'failed'), 'x status:failed');
    assert.equal(accepted('type:invoice.paid,upd', 'customer.updated'), 'type:invoice.paid,customer.updated');
  });

  it('offers what can be excluded after a minus', () => {
    assert.equal(accepted('-ty', '-type:'), '-type:');
    assert.equal(accepted('x -type:pai', 'invoice.paid'), 'x -type:invoice.paid');
    assert.deepEqual(
      offered('-').map(({ label }) => label),
      ['-type:', '-source:', '-endpoint:'],
    );
  });

  it('offers endpoints by their id and their name', () => {
    assert.equal(accepted('endpoint:ord', 'we_1'), 'endpoint:we_1');
    assert.equal(offered('endpoint:we')[0]?.about, 'Orders');
  });

  it('replaces the word that the cursor is in, and no other', () => {
    const [first] = offered('type:cust status:failed', 'type:cust'.length);
    assert.deepEqual([first?.from, first?.to, first?.insert], [5, 9, 'customer.created']);
  });

  it('offers saved filters by their name', () => {
    assert.equal(accepted('bro', 'Broken'), 'status:failed');
  });
});
