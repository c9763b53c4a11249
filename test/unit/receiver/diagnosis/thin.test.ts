import assert from 'node:assert/strict';
import { diagnosis, event, rejection, signed } from '../support/diagnosing.ts';

const thin = Buffer.from('{"id":"evt_2","object":"v2.core.event","type":"v1.billing.meter.no_meter_found"}');

describe('diagnose: the kind of event', () => {
  it('says that a thin event was given to the function for snapshot events', () => {
    const { explanation, remedy } = rejection('thin-event', {
      body: thin,
      header: signed(thin),
      readAs: 'snapshot',
    });
    assert.match(explanation, /constructEvent and its like refuse/);
    assert.match(remedy, /parseEventNotification/);
  });

  it('says that a snapshot event was given to the function for thin events', () => {
    assert.match(rejection('snapshot-event', { body: event, readAs: 'thin' }).remedy, /constructEvent/);
  });

  it('has nothing against an event that is read as what it is', () => {
    assert.equal(diagnosis({ body: thin, header: signed(thin), readAs: 'thin' }).outcome, 'verified');
    assert.equal(diagnosis({ readAs: 'snapshot' }).outcome, 'verified');
    assert.equal(diagnosis({ body: thin, header: signed(thin) }).outcome, 'verified');
  });

  it('says that a rightly signed body is no event', () => {
    const body = Buffer.from('{"hello":"world"}');
    rejection('not-an-event', { body, header: signed(body) });
  });
});
