import assert from 'node:assert/strict';
import fc from 'fast-check';
import Stripe from 'stripe';
import { signatureHeader } from '../../../src/delivery/signature.ts';
import { parseSignatureHeader } from '../../../src/receiver/signatureHeader.ts';
import { verify } from '../../../src/receiver/verify.ts';

/** How many random requests each property is tried on. */
const RUNS = 3_000;

const { webhooks } = new Stripe('sk_test_unused');
const secret = 'whsec_property';
const now = 1_800_000_000;

function weAccept(body: Buffer, header: string): boolean {
  const secrets = [{ connectionId: 'c', endpointId: 'we_1', secret }];
  return verify(body, header, secrets, { toleranceSeconds: 300, nowSeconds: now }).outcome === 'verified';
}

// The SDK decodes the body as UTF-8 before it signs it, which only for valid UTF-8 without a byte order mark is
// the same as signing the bytes; and it needs JSON, since it parses what it has verified.
const json = fc.json().map((text) => Buffer.from(text));

/** What may stand between the commas. */
const noise = fc.oneof(
  fc.constantFrom('v0=00', 'v1=00', 'v2=abc', '', ' ', '=', 't', 'v1=zz=zz', ' v1=00'),
  fc.string({ maxLength: 8 }),
);

describe('verify', function () {
  this.timeout(60_000);

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
