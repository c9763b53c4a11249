import assert from 'node:assert/strict';
import { accept } from '../../../src/receiver/accept.ts';
import type { Receipt } from '../../../src/receiver/receipt.ts';
import { event, secret, signed } from './support/receiving.ts';

describe('An event that a source brought', () => {
  const committed: Receipt[] = [];
  beforeEach(() => committed.splice(0));

  const options = {
    secrets: () => [{ connectionId: 'acct_1', endpointId: 'listen', secret }],
    commit: (receipt: Receipt) => Promise.resolve(committed.push(receipt)),
  };
  const arrival = (signature: string) => ({
    source: 'listen' as const,
    headers: [['Stripe-Signature', signature] as const],
    body: event,
  });

  it('is judged and committed as one by HTTP', async () => {
    const { receipt, committed: count } = await accept(arrival(signed(event)), options);
    assert.equal(count, 1);
    assert.deepEqual(committed, [receipt]);
    assert.equal(receipt.source, 'listen');
    assert.equal(receipt.event?.id, 'evt_1');
    assert.equal(receipt.verdict.outcome, 'verified');
  });

  it('is committed as rejected when its signature does not fit', async () => {
    const { receipt } = await accept(arrival('t=1,v1=00'), options);
    assert.equal(receipt.verdict.outcome, 'rejected');
    assert.equal(committed.length, 1);
  });

  it('may be old: after a sleep it is, and nobody can replay it over the source’s own connection', async () => {
    const { receipt } = await accept(arrival(signed(event, 24 * 60 * 60)), options);
    assert.equal(receipt.verdict.outcome, 'verified');
  });

  it('is not taken when it cannot be committed', async () => {
    const commit = () => Promise.reject(new Error('full'));
    await assert.rejects(accept(arrival(signed(event)), { ...options, commit }), /full/);
  });
});
