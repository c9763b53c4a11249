import assert from 'node:assert/strict';
import type { ActiveSecret, RejectionCause } from '../../../../src/receiver/verdict.ts';
import { event, rejection, shop, signed } from '../support/diagnosing.ts';

const other: ActiveSecret = {
  ...shop,
  endpointId: 'we_other',
  label: 'https://other.example',
  secret: 'whsec_otherOther0123456789',
};
const live: ActiveSecret = { ...other, endpointId: 'we_live', mode: 'live', connectionId: 'live' };
const listen: ActiveSecret = { ...other, endpointId: 'listen', role: 'listen' };
const retired: ActiveSecret = { ...other, endpointId: 'we_shop', role: 'retired' };

/** A secret as a person types it: nobody knows whose it is. */
const typed = (secret: string): ActiveSecret => ({ connectionId: '', endpointId: '', secret });

describe('diagnose: another secret', () => {
  const cases: readonly {
    readonly title: string;
    readonly cause: RejectionCause;
    readonly signer: ActiveSecret;
    readonly used?: ActiveSecret;
    readonly says: RegExp;
    readonly remedy: RegExp;
  }[] = [
    {
      title: 'another known endpoint',
      cause: 'secret-of-other-endpoint',
      signer: other,
      says: /secret of we_other \(https:\/\/other\.example\), not with that of we_shop/,
      remedy: /Give the app the secret of we_other/,
    },
    {
      title: 'live mode, where the one in use is of test mode',
      cause: 'secret-of-other-mode',
      signer: live,
      says: /in live mode.* is of test mode/,
      remedy: /each mode has endpoints and secrets of its own/,
    },
    {
      title: 'the listen session',
      cause: 'secret-of-listen-session',
      signer: listen,
      says: /came through the listen session/,
      remedy: /--print-secret/,
    },
    {
      title: 'an endpoint, where the one in use is the listen session’s',
      cause: 'secret-of-listen-session',
      signer: other,
      used: { ...shop, endpointId: 'listen', role: 'listen' },
      says: /secret in use is that of a listen session/,
      remedy: /the secret of we_other/,
    },
    {
      title: 'a retired roll',
      cause: 'secret-retired',
      signer: retired,
      says: /a secret of we_shop .* that a roll or a deletion has ended/,
      remedy: /new secret/,
    },
    {
      title: 'the new secret, where the one in use was retired',
      cause: 'secret-retired',
      signer: other,
      used: { ...shop, role: 'retired' },
      says: /secret in use was ended by a roll/,
      remedy: /current secret of we_other/,
    },
    {
      title: 'the new secret, where the one in use is about to end',
      cause: 'secret-retired',
      signer: { ...shop, secret: 'whsec_newNewNew0123456789' },
      used: { ...shop, role: 'retiring' },
      says: /ended by a roll/,
      remedy: /start it anew/,
    },
  ];
  for (const { title, cause, signer, used = shop, says, remedy } of cases) {
    it(`recognises that of ${title}`, () => {
      const verdict = rejection(cause, {
        header: signed(event, signer.secret),
        secrets: [used],
        known: [used, signer],
      });
      assert.match(verdict.explanation, says);
      assert.match(verdict.remedy, remedy);
      assert.deepEqual([verdict.proven, verdict.secret?.endpointId], [true, signer.endpointId]);
    });
  }

  it('recognises whose a typed secret is', () => {
    const verdict = rejection('secret-of-other-mode', {
      header: signed(event, live.secret),
      secrets: [typed(shop.secret)],
      known: [shop, { ...live, secret: live.secret }],
    });
    assert.match(verdict.explanation, /is of test mode/);
  });

  it('says that a live event cannot fit secrets of test mode', () => {
    const body = Buffer.from(event.toString().replace('"livemode": false', '"livemode": true'));
    const { explanation, proven } = rejection('secret-of-other-mode', {
      body,
      header: signed(body, 'whsec_unknownUnknown0123'),
    });
    assert.match(explanation, /event of live mode, and only secrets of test mode/);
    assert.equal(proven, undefined);
  });

  it('says that nothing is known to fit', () => {
    const header = signed(event, 'whsec_unknownUnknown0123');
    assert.equal(rejection('no-match', { header }).proven, undefined);
    rejection('no-secrets', { header, secrets: [] });
  });

  it('recognises a retired secret even when none is in use', () => {
    rejection('secret-retired', { header: signed(event, retired.secret), secrets: [], known: [retired] });
  });
});

describe('diagnose: a wrong copy of the secret', () => {
  const { secret } = shop;
  const spoilt: Readonly<Record<string, readonly [RejectionCause, string, RegExp]>> = {
    'a line end': ['secret-with-white-space', `${secret}\n`, /has a line end in it/],
    'a line end of Windows': ['secret-with-white-space', `${secret}\r\n`, /has a line end in it/],
    'a written-out line end': ['secret-with-white-space', `${secret}\\n`, /has a line end in it/],
    'a space': ['secret-with-white-space', ` ${secret}`, /white space/],
    'a zero-width space': ['secret-with-white-space', `${secret}\u200b`, /invisible/],
    'double quotes': ['secret-in-quotes', `"${secret}"`, /in quotes/],
    'single quotes': ['secret-in-quotes', `'${secret}'`, /in quotes/],
    'no prefix': ['secret-without-prefix', secret.slice(6), /lacks its prefix/],
    'its prefix twice': ['secret-with-doubled-prefix', `whsec_${secret}`, /prefix whsec_ twice/],
    'the variable’s name': ['secret-with-name', `STRIPE_WEBHOOK_SECRET=${secret}`, /name of its variable/],
    'quotes and a line end': ['secret-with-white-space', `"${secret}"\n`, /line end.*in quotes/],
  };
  for (const [title, [cause, copy, says]] of Object.entries(spoilt)) {
    it(`sees that the one in use has ${title}`, () => {
      const verdict = rejection(cause, { secrets: [typed(copy)] });
      assert.match(verdict.explanation, says);
      assert.equal(verdict.proven, true);
    });
  }

  it('sees that also when the right one is known as an endpoint’s', () => {
    const verdict = rejection('secret-with-white-space', { secrets: [typed(`${secret} `)], known: [shop] });
    assert.match(verdict.explanation, /secret in use has white space/);
  });

  const senders: Readonly<Record<string, readonly [RejectionCause, string]>> = {
    'a line end': ['secret-with-white-space', `${secret}\n`],
    quotes: ['secret-in-quotes', `"${secret}"`],
    'no prefix': ['secret-without-prefix', secret.slice(6)],
    'its prefix twice': ['secret-with-doubled-prefix', `whsec_${secret}`],
  };
  for (const [title, [cause, copy]] of Object.entries(senders)) {
    it(`sees that the sender’s has ${title}`, () => {
      const { explanation } = rejection(cause, { header: signed(event, copy) });
      assert.match(explanation, /The sender signed with a wrong copy .*we_shop/);
    });
  }

  it('sees that the sender decoded it from base64, as libraries of other schemes do', async () => {
    const { createHmac } = await import('node:crypto');
    const key = Buffer.from(secret.slice(6), 'base64');
    const v1 = createHmac('sha256', key).update('1800000000.').update(event).digest('hex');
    rejection('secret-decoded', { header: `t=1800000000,v1=${v1}` });
  });

  const others = {
    'an API key': ['sk_test_0123456789abcdef', /is an API key/],
    'the id of an endpoint': ['we_1Nshop', /id of an endpoint/],
    'a shortened secret': ['whsec_…6789', /shortened/],
    'a placeholder': ['whsec_...', /placeholder/],
    nothing: ['  ', /is empty/],
  } as const;
  for (const [title, [copy, says]] of Object.entries(others)) {
    it(`says that ${title} is no signing secret`, () => {
      assert.match(rejection('secret-of-other-kind', { secrets: [typed(copy)] }).explanation, says);
    });
  }
});
