import assert from 'node:assert/strict';
import fc from 'fast-check';
import Stripe from 'stripe';
import { signatureHeader, signatureOf } from '../../../src/delivery/signature.ts';
import { parseSignatureHeader } from '../../../src/receiver/signatureHeader.ts';
import { verify } from '../../../src/receiver/verify.ts';

/** How many random requests each property is tried on. */
const RUNS = 3_000;

const { webhooks } = new Stripe('sk_test_unused');
const secret = 'whsec_property';
const now = 1_800_000_000;

/** What the SDK says, asked about the same moment. */
function sdkAccepts(body: Buffer, header: string): boolean {
  try {
    webhooks.constructEvent(body, header, secret, 300, undefined, now * 1000);
    return true;
  } catch {
    return false;
  }
}

function weAccept(body: Buffer, header: string): boolean {
  const secrets = [{ connectionId: 'c', endpointId: 'we_1', secret }];
  return verify(body, header, secrets, { toleranceSeconds: 300, nowSeconds: now }).outcome === 'verified';
}

// The SDK decodes the body as UTF-8 before it signs it, which only for valid UTF-8 without a byte order mark is
// the same as signing the bytes; and it needs JSON, since it parses what it has verified.
const json = fc.json().map((text) => Buffer.from(text));

/** Never beyond the tolerance in the future, where the SDK accepts and we, on purpose, do not. */
const timestamp = fc.oneof(
  fc.integer({ min: now - 600, max: now + 300 }),
  fc.constantFrom(now, now - 300, now - 301, 0, 1),
);

/** Without an empty `v1`, at which the SDK for Node fails even if another one is right; we pass over it. */
const noise = fc.oneof(
  fc.constantFrom('v0=00', 'v1=00', 'v2=abc', '', ' ', '=', 't', 'v1=zz=zz', ' v1=00'),
  fc.string({ maxLength: 8 }).filter((text) => !/(^|,)v1(,|=,|==|=?$)/.test(text)),
);

/** Headers around a right signature: among others, repeated, cut, in another case, with noise in between. */
const request = fc
  .record({
    body: json,
    timestamp,
    before: fc.array(noise, { maxLength: 3 }),
    after: fc.array(noise, { maxLength: 3 }),
    key: fc.constantFrom(secret, secret, secret, `${secret} `, 'whsec_other'),
    shape: fc.constantFrom('plain', 'plain', 'upper', 'cut', 'spaced', 'zeros', 'swapped', 'quoted', 'v0'),
  })
  .map(({ body, timestamp, before, after, key, shape }) => {
    const v1 = signatureOf(body, key, timestamp);
    const core = {
      plain: [`t=${timestamp}`, `v1=${v1}`],
      upper: [`t=${timestamp}`, `v1=${v1.toUpperCase()}`],
      cut: [`t=${timestamp}`, `v1=${v1.slice(0, -1)}`],
      spaced: [`t= ${timestamp} `, ` v1=${v1}`],
      zeros: [`t=00${timestamp}abc`, `v1=${v1}`],
      swapped: [`v1=${v1}`, `t=${timestamp}`],
      quoted: [`t="${timestamp}"`, `v1="${v1}"`],
      v0: [`t=${timestamp}`, `v0=${v1}`],
    }[shape];
    return { body, header: [...before, ...core, ...after].join(',') };
  });

describe('verify, against the SDK’s constructEvent', function () {
  this.timeout(60_000);

  it('accepts and rejects the same headers', () => {
    let accepted = 0;
    fc.assert(
      fc.property(request, ({ body, header }) => {
        const expected = sdkAccepts(body, header);
        if (expected) accepted++;
        assert.equal(weAccept(body, header), expected);
      }),
      { numRuns: RUNS },
    );
    // Otherwise the generator would only make rubbish, and the property would say nothing.
    assert.ok(accepted > RUNS / 20, `only ${accepted} of ${RUNS} were acceptable`);
  });

  it('accepts and rejects the same bodies with one byte changed, added or lost', () => {
    const change = fc.record({ at: fc.nat(), kind: fc.constantFrom('none', 'flip', 'add', 'lose') });
    fc.assert(
      fc.property(json, change, (original, { at, kind }) => {
        const header = signatureHeader(original, [secret], now);
        const index = at % original.length;
        const parts = {
          none: [original],
          flip: [
            original.subarray(0, index),
            Buffer.from([(original[index] ?? 0) ^ 1]),
            original.subarray(index + 1),
          ],
          add: [original.subarray(0, index), Buffer.from(' '), original.subarray(index)],
          lose: [original.subarray(0, index), original.subarray(index + 1)],
        }[kind];
        const body = Buffer.concat(parts);
        assert.equal(weAccept(body, header), sdkAccepts(body, header));
        assert.equal(weAccept(body, header), kind === 'none');
      }),
      { numRuns: RUNS },
    );
  });

  it('accepts what the SDK signs', () => {
    fc.assert(
      fc.property(json, (body) => {
        const header = webhooks.generateTestHeaderString({
          payload: body.toString(),
          secret,
          timestamp: now,
        });
        assert.ok(weAccept(body, header));
      }),
      { numRuns: RUNS / 10 },
    );
  });

  it('works on bytes that are not text, where the SDK cannot', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1 }), (bytes) => {
        assert.ok(weAccept(Buffer.from(bytes), signatureHeader(bytes, [secret], now)));
      }),
      { numRuns: RUNS / 10 },
    );
  });
});

describe('parseSignatureHeader', function () {
  this.timeout(60_000);

  it('takes any string', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(noise).map((items) => items.join(',')),
        ),
        (header) => {
          const { timestamp, signatures } = parseSignatureHeader(header);
          assert.ok(timestamp === undefined || Number.isFinite(timestamp));
          assert.ok(signatures.every((signature) => header.includes(signature)));
        },
      ),
      { numRuns: RUNS },
    );
  });

  it('lets the last time count, and keeps every v1 in order', () => {
    assert.deepEqual(parseSignatureHeader('t=1,v1=a,v0=x,t=2,v1=b'), {
      timestamp: 2,
      signatures: ['a', 'b'],
      otherSchemes: ['v0'],
    });
  });
});
