import assert from 'node:assert/strict';
import { event, now, rejection, signed, shop } from '../support/diagnosing.ts';

describe('diagnose: the time', () => {
  const at = (timestamp: number) => signed(event, shop.secret, timestamp);

  it('says how old a request is, and what that may come from', () => {
    const { explanation, remedy, secret } = rejection('timestamp-too-old', { header: at(now - 1_000) });
    assert.match(explanation, /made 16 minutes 40 seconds ago, and only 5 minutes are accepted/);
    assert.match(remedy, /breakpoint.*clock is ahead/);
    assert.equal(secret?.endpointId, 'we_shop');
  });

  it('tells an old request that is sent again from a wrong clock, by what came fresh just before', () => {
    const { explanation } = rejection('timestamp-too-old', { header: at(now - 7_200), othersAge: 1 });
    assert.match(explanation, /an old request was sent again.*others came fresh/);
    const wrongClock = rejection('timestamp-too-old', { header: at(now - 1_000), othersAge: 900 });
    assert.match(wrongClock.remedy, /clock/);
  });

  it('recognises a wrong time zone by whole hours', () => {
    for (const hours of [1, 2, -5, -9])
      assert.match(
        rejection(hours > 0 ? 'timestamp-too-old' : 'timestamp-in-future', {
          header: at(now - hours * 3_600 + 4),
        }).explanation,
        /wrong time zone/,
      );
  });

  it('says how far in the future a request is, which only a wrong clock makes', () => {
    const { explanation, remedy } = rejection('timestamp-in-future', { header: at(now + 754) });
    assert.match(explanation, /12 minutes 34 seconds in the future.*a clock is wrong/);
    assert.match(remedy, /Set the clocks/);
  });

  it('recognises a time in milliseconds', () => {
    assert.match(rejection('timestamp-in-future', { header: at(now * 1000) }).explanation, /in milliseconds/);
  });

  it('mentions the age besides what else is wrong', () => {
    const { explanation } = rejection('secret-in-quotes', {
      header: at(now - 1_000),
      secrets: [{ ...shop, secret: `"${shop.secret}"` }],
    });
    assert.match(explanation, /Besides, it is too old by now\./);
  });
});
