import assert from 'node:assert/strict';
import { signatureHeader, signatureOf } from '../../../src/delivery/signature.ts';
import type { ActiveSecret, Rejected, Verdict } from '../../../src/receiver/verdict.ts';
import { verify } from '../../../src/receiver/verify.ts';

const now = 1_800_000_000;
const body = Buffer.from('{"id":"evt_1","object":"event"}');
const shop: ActiveSecret = { connectionId: 'sandbox', endpointId: 'we_shop', secret: 'whsec_shop' };
const rolled: ActiveSecret = { connectionId: 'sandbox', endpointId: 'we_new', secret: 'whsec_new' };

function check(
  header: string | readonly string[] | undefined,
  secrets = [shop, rolled],
  sent = body,
): Verdict {
  return verify(sent, header, secrets, { toleranceSeconds: 300, nowSeconds: now });
}

function rejection(verdict: Verdict): Rejected {
  assert.equal(verdict.outcome, 'rejected');
  return verdict;
}

describe('verify', () => {
  it('names the endpoint whose secret matched, and keeps the secret to itself', () => {
    assert.deepEqual(check(signatureHeader(body, ['whsec_new'], now)), {
      outcome: 'verified',
      secret: { connectionId: 'sandbox', endpointId: 'we_new' },
      timestamp: now,
    });
  });

  it('accepts any of several signatures, as sent while a secret is rolled', () => {
    assert.equal(check(signatureHeader(body, ['whsec_retired', 'whsec_shop'], now)).outcome, 'verified');
  });

  it('takes several header values as one', () => {
    const v1 = signatureOf(body, 'whsec_shop', now);
    assert.equal(check([`t=${now}`, `v1=${v1}`]).outcome, 'verified');
  });

  it('ignores other schemes than v1, even with the right signature', () => {
    const { cause, explanation } = rejection(check(`t=${now},v0=${signatureOf(body, 'whsec_shop', now)}`));
    assert.equal(cause, 'scheme-missing');
    assert.match(explanation, /only v0/);
  });

  it('says that the header is missing', () => {
    assert.equal(rejection(check(undefined)).cause, 'header-missing');
    assert.equal(rejection(check('')).cause, 'header-missing');
  });

  it('says that the time in the header cannot be read', () => {
    const v1 = signatureOf(body, 'whsec_shop', now);
    for (const header of [`v1=${v1}`, `t=,v1=${v1}`, `t=soon,v1=${v1}`, `T=${now},v1=${v1}`, 'nonsense'])
      assert.equal(rejection(check(header)).cause, 'header-malformed', header);
  });

  it('says that no secret fits a changed body', () => {
    const header = signatureHeader(body, ['whsec_shop'], now);
    const tampered = Buffer.from(body);
    tampered[tampered.length - 1] = 0x20;
    const { cause, explanation } = rejection(check(header, [shop, rolled], tampered));
    assert.equal(cause, 'no-match');
    assert.match(explanation, /any of the 2 known signing secrets/);
  });

  it('says that no secret is known at all', () => {
    assert.equal(rejection(check(signatureHeader(body, ['whsec_shop'], now), [])).cause, 'no-secrets');
  });

  it('says that the body is empty', () => {
    const empty = Buffer.alloc(0);
    const header = signatureHeader(empty, ['whsec_shop'], now);
    assert.equal(rejection(check(header, [shop], empty)).cause, 'empty-body');
  });

  it('says how old a rightly signed request is, and whose it was', () => {
    const stale = rejection(check(signatureHeader(body, ['whsec_shop'], now - 3_900)));
    assert.equal(stale.cause, 'timestamp-too-old');
    assert.match(stale.explanation, /1 hour 5 minutes ago, and only 5 minutes/);
    assert.equal(stale.secret?.endpointId, 'we_shop');
  });

  it('says how far ahead a rightly signed request is', () => {
    const early = rejection(check(signatureHeader(body, ['whsec_shop'], now + 301)));
    assert.equal(early.cause, 'timestamp-in-future');
    assert.match(early.explanation, /5 minutes 1 second in the future/);
  });

  it('accepts a time at the very edge of the tolerance', () => {
    for (const timestamp of [now - 300, now + 300])
      assert.equal(check(signatureHeader(body, ['whsec_shop'], timestamp)).outcome, 'verified');
  });

  it('looks at the time only after a match: a stale forgery is a forgery', () => {
    assert.equal(rejection(check(signatureHeader(body, ['whsec_guess'], now - 9_999))).cause, 'no-match');
  });

  it('never mentions a secret', () => {
    const verdicts = [
      check(undefined),
      check('t=1'),
      check(signatureHeader(body, ['whsec_guess'], now)),
      check(signatureHeader(body, ['whsec_shop'], 1)),
    ];
    assert.doesNotMatch(JSON.stringify(verdicts), /whsec_(shop|new)/);
  });
});
