import assert from 'node:assert/strict';
import { defaultTarget } from '../../../src/delivery/target.ts';
import type { Delivered } from '../../../src/delivery/dispatcher.ts';
import { deliveredLine, excerpt } from '../../../src/ui/views/eventLine.ts';

const target = defaultTarget('shop', 'http://127.0.0.1:3000/webhook');
const startedAt = new Date(2026, 0, 2, 12, 3, 4, 500).getTime();

function delivered(answer: Partial<Delivered['attempt']>, more: Partial<Delivered> = {}): Delivered {
  const { url, id } = target;
  const attempt = { startedAt, url, milliseconds: 12, response: undefined, error: undefined };
  return {
    ...{ receiptId: 7, type: 'invoice.paid', target, retryAt: undefined, fault: undefined },
    ...more,
    attempt: { ...attempt, target: id, dead: false, ...answer },
  };
}

const answer = (status: number, body: string) => ({
  response: { status, headers: [], body: Buffer.from(body) },
});

describe('the output line of what a target answered', () => {
  it('names the receipt, the status, the target and the time', () => {
    assert.equal(
      deliveredLine(delivered(answer(200, 'ok'))),
      '12:03:04.512  #7  → ✓ 200 127.0.0.1:3000  invoice.paid  12 ms',
    );
  });

  it('has the beginning of an answer that is a failure, and when it is tried again', () => {
    const line = deliveredLine(
      delivered(answer(500, 'TypeError:\n  no id'), { retryAt: startedAt + 10_000 }),
    );
    assert.equal(
      line,
      '12:03:04.512  #7  → ✗ 500 127.0.0.1:3000  invoice.paid  TypeError: no id · 12 ms · next try at 12:03:14.500',
    );
  });

  it('says why there is no answer', () => {
    assert.match(
      deliveredLine(delivered({ error: 'Nothing is listening at 127.0.0.1:3000.' })),
      /→ ✗ no answer 127\.0\.0\.1:3000 {2}invoice\.paid {2}Nothing is listening at 127\.0\.0\.1:3000\. · 12 ms$/,
    );
  });

  it('stays one line whatever an app answers', () => {
    const line = deliveredLine(delivered(answer(500, 'a\u2028b\r\n12:00:00.000  #9  ✓ 200 verified')));
    assert.doesNotMatch(line, /[\r\n\u2028]/);
  });
});

describe('the excerpt of an answer', () => {
  it('is the text of an error page, without its tags and styles', () => {
    const page =
      '<!DOCTYPE html><html><head><title>Error</title><style>b { color: red }</style></head>' +
      '<body><pre>Error: no such order<br> at hook.ts:4</pre></body></html>';
    assert.equal(excerpt(Buffer.from(page)), 'Error: no such order at hook.ts:4');
  });

  it('has no key and no secret in it', () => {
    const text = `no customer with key ${'sk_test_'}51Abc and ${'whsec_'}Abc/12=`;
    assert.equal(excerpt(Buffer.from(text)), 'no customer with key sk_test_… and whsec_…');
  });

  it('ends after a line’s worth', () => {
    const short = excerpt(Buffer.from('x'.repeat(5_000)));
    assert.equal(short, `${'x'.repeat(160)}…`);
  });
});
