import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import Stripe from 'stripe';
import { judge } from '../../../src/receiver/diagnosis/judge.ts';
import { parseSignatureHeader } from '../../../src/receiver/signatureHeader.ts';
import { nowSeconds, Random, randomRequest, type RandomRequest } from './support/randomRequests.ts';

/** How many requests both are asked about in one run. */
const RUNS = 100_000;

const { webhooks } = new Stripe('sk_test_unused');

function sdkAccepts({ body, header, secrets, tolerance }: RandomRequest): boolean {
  return secrets.some((secret) => {
    try {
      webhooks.constructEvent(body, header, secret, tolerance, undefined, nowSeconds * 1000);
      return true;
    } catch {
      return false;
    }
  });
}

function weAccept({ body, header, secrets, tolerance }: RandomRequest): boolean {
  const active = secrets.map((secret) => ({ connectionId: 'c', endpointId: 'we_1', secret }));
  const options = { toleranceSeconds: tolerance, nowSeconds };
  return judge(body, header, active, options).verdict.outcome === 'verified';
}

/**
 * Where the SDK for Node and we differ on purpose: all are requests that it accepts and we reject.
 * `tolerance-0`: the SDK then checks no time at all; here it means what it says.
 * `future`: the SDK has no limit in the future.
 * `no-time`: a time that is no number is signed as “NaN” by the SDK, and never too old; here it is malformed.
 * `decoding`: the SDK verifies the body as decoded text, where a byte order mark is gone; we verify the bytes.
 */
type Quirk = 'tolerance-0' | 'future' | 'no-time' | 'decoding';

function quirkOf({ body, header, tolerance }: RandomRequest): Quirk | undefined {
  const { timestamp } = parseSignatureHeader(header);
  if (timestamp === undefined) return 'no-time';
  const age = nowSeconds - timestamp;
  if (tolerance === 0 && age !== 0) return 'tolerance-0';
  if (age < -tolerance) return 'future';
  return Buffer.from(new TextDecoder().decode(body)).equals(body) ? undefined : 'decoding';
}

describe('the receiver’s verdict, against the SDK’s constructEvent', function () {
  this.timeout(600_000);

  it(`is the same on ${RUNS} random and mutated requests, but for the quirks that are listed`, () => {
    const seed = Number(process.env['TEST_SEED'] ?? randomInt(2 ** 31));
    const random = new Random(seed);
    const counts = { accepted: 0, rejected: 0, 'tolerance-0': 0, future: 0, 'no-time': 0, decoding: 0 };
    for (let run = 0; run < RUNS; run++) {
      const request = randomRequest(random);
      const [theirs, ours] = [sdkAccepts(request), weAccept(request)];
      if (theirs === ours) {
        counts[ours ? 'accepted' : 'rejected']++;
        continue;
      }
      const quirk = quirkOf(request);
      if (!quirk || ours)
        assert.fail(`TEST_SEED=${seed}, request ${run}: we ${ours}, SDK ${theirs}: ${inspect(request)}`);
      counts[quirk]++;
    }
    // Otherwise the requests would be rubbish, or none of the listed ones, and their sameness would say nothing.
    for (const [outcome, least] of Object.entries({
      accepted: 15,
      rejected: 30,
      'tolerance-0': 1,
      future: 1,
      'no-time': 0.1,
      decoding: 0.2,
    }))
      assert.ok(
        counts[outcome as keyof typeof counts] > (RUNS * least) / 100,
        `TEST_SEED=${seed}: ${JSON.stringify(counts)}`,
      );
    if (process.env['TEST_COUNTS']) console.log(counts);
  });
});

function inspect({ body, header, secrets, tolerance }: RandomRequest): string {
  return JSON.stringify({ body: body.toString('latin1'), header, secrets, tolerance });
}
