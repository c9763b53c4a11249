import assert from 'node:assert/strict';
import { event, rejection, diagnosis, now, shop, signed } from '../support/diagnosing.ts';

const right = signed();
const v1 = /v1=(\w+)/.exec(right)?.[1] ?? '';

describe('diagnose: the header', () => {
  it('finds nothing wrong with a right one', () => {
    assert.equal(diagnosis().outcome, 'verified');
  });

  it('says that there is none', () => {
    rejection('header-missing', { header: undefined, headers: [['Content-Type', 'application/json']] });
  });

  it('finds it under another name', () => {
    const { explanation, secret, proven } = rejection('header-renamed', {
      header: undefined,
      headers: [['X-Forwarded-Signature', right]],
    });
    assert.match(explanation, /in the header X-Forwarded-Signature\./);
    assert.deepEqual([secret?.endpointId, proven], ['we_shop', true]);
  });

  it('takes it from all headers of a request, in any spelling', () => {
    assert.equal(
      diagnosis({ header: undefined, headers: [['stripe-SIGNATURE', right]] }).outcome,
      'verified',
    );
  });

  const damaged = {
    'folded over two lines': { header: right.replace(',', ',\r\n '), cause: 'header-folded', says: /folded/ },
    'folded inside a signature': {
      header: right.replace(v1, `${v1.slice(0, 30)}\n${v1.slice(30)}`),
      cause: 'header-folded',
      says: /folded/,
    },
    'with a written-out line end': {
      header: right.replace(',', ',\\n'),
      cause: 'header-folded',
      says: /folded/,
    },
    'with a space after the comma': {
      header: right.replace(',', ', '),
      cause: 'header-malformed',
      says: /white space/,
    },
    'with a space in place of the comma': {
      header: right.replace(',', ' '),
      cause: 'header-malformed',
      says: /white space/,
    },
    'with its name in front': {
      header: `Stripe-Signature: ${right}`,
      cause: 'header-malformed',
      says: /its name/,
    },
    'in quotes': { header: `"${right}"`, cause: 'header-malformed', says: /quotes/ },
    'as a list of Python': { header: `['${right}']`, cause: 'header-malformed', says: /quotes or brackets/ },
    'as bytes of Python': { header: `b'${right}'`, cause: 'header-malformed', says: /quotes or brackets/ },
    'percent-encoded': {
      header: encodeURIComponent(right),
      cause: 'header-malformed',
      says: /percent-encoded/,
    },
    'with semicolons': { header: right.replace(',', ';'), cause: 'header-malformed', says: /separators/ },
    'in upper case': { header: right.toUpperCase(), cause: 'header-malformed', says: /upper case/ },
  } as const;
  for (const [title, { header, cause, says }] of Object.entries(damaged)) {
    it(`sees that it is ${title}, and that it fits when that is put right`, () => {
      const { explanation, proven, secret } = rejection(cause, { header });
      assert.match(explanation, says);
      assert.match(explanation, /its signature fits\./);
      assert.deepEqual([proven, secret?.endpointId], [true, 'we_shop']);
    });
  }

  it('says what is wrong with its form even when nothing makes it fit', () => {
    const { proven } = rejection('header-folded', {
      header: signed(event, 'whsec_unknown').replace(',', ',\n '),
    });
    assert.equal(proven, undefined);
  });

  it('sees that it was cut off, and that what is left fits', () => {
    const { explanation, proven } = rejection('header-truncated', { header: right.slice(0, -20) });
    assert.match(explanation, /what is left of the signature fits/);
    assert.equal(proven, true);
  });

  it('says how much is left when it cannot be told whether that fits', () => {
    assert.match(
      rejection('header-truncated', { header: right.slice(0, -60) }).explanation,
      /64 characters 4 are left/,
    );
    assert.match(rejection('header-truncated', { header: `t=${now}` }).explanation, /after the time/);
  });

  it('never confirms a few characters of a signature: they could be found by trying', () => {
    for (let length = 1; length < 16; length++)
      assert.equal(
        rejection('header-truncated', { header: `t=${now},v1=${v1.slice(0, length)}` }).proven,
        undefined,
      );
  });

  it('says that only v0 is in it, even with a right signature', () => {
    const { explanation, remedy } = rejection('scheme-missing', { header: `t=${now},v0=${v1}` });
    assert.match(explanation, /only v0/);
    assert.match(remedy, /decoy/);
  });

  it('says that no time is in it', () => {
    rejection('header-malformed', { header: `v1=${v1}` });
    rejection('header-malformed', { header: 'nonsense' });
  });

  it('names several problems at once, the header’s first', () => {
    const { explanation } = rejection('header-malformed', {
      header: `"${right}"`,
      secrets: [{ ...shop, secret: `${shop.secret}\n` }],
    });
    assert.match(explanation, /quotes.* line end/);
  });
});
