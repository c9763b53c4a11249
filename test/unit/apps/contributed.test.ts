import assert from 'node:assert/strict';
import type { App } from '../../../api/stripe-webhooks.d.ts';
import { contributedApp, problemOf, publishedEvent } from '../../../src/apps/contributed.ts';
import { receiptOf } from './support/receipts.ts';

const app: App = {
  id: 'me.mine/one',
  name: 'One',
  description: 'Does it.',
  events: ['*'],
  run: () => undefined,
};

describe('contributed apps', () => {
  it('get the event as JSON with everything secret masked', () => {
    const receipt = receiptOf('payment_intent.created', {
      id: 'pi_1',
      client_secret: 'pi_1_secret_abc',
      nested: [
        { secret: 'whsec_1', note: 'key sk_live_abc123 and whsec_abcdef, ek_test_abc123, cs_1_secret_abc' },
      ],
    });
    const event = publishedEvent(receipt);
    assert.doesNotMatch(JSON.stringify(event), /secret_abc|whsec_1|abc123|abcdef/);
    assert.deepEqual((event.payload['data'] as { object: unknown }).object, {
      id: 'pi_1',
      client_secret: '…',
      nested: [{ secret: '…', note: 'key sk_live_… and whsec_…, ek_test_…, cs_1_secret_…' }],
    });
    assert.deepEqual(
      [event.id, event.type, event.receiptId, event.objectId],
      ['evt_1', 'payment_intent.created', 1, 'pi_1'],
    );
  });

  it('can neither change what others get nor see headers', async () => {
    const receipt = receiptOf('customer.created', { id: 'cus_1' });
    const before = Buffer.from(receipt.body);
    const spoiler = contributedApp({
      ...app,
      run: (event) => {
        (event.payload['data'] as { object: unknown }).object = 'spoiled';
        assert.equal('headers' in event || 'body' in event, false);
      },
    });
    const context = { config: {}, signal: new AbortController().signal, attempt: 1, log: () => undefined };
    await spoiler.run(receipt, { ...context, folder: '/secret/place' });
    assert.deepEqual(Buffer.from(receipt.body), before);
  });

  it('are refused with a sentence for their author when they are not usable', () => {
    const problem = (change: Partial<App>) => problemOf({ ...app, ...change });
    assert.equal(problem({}), undefined);
    assert.match(problem({ id: 'notify' }) ?? '', /publisher\.extension\/name/);
    assert.match(problem({ events: [] }) ?? '', /which event types/);
    assert.match(problem({ name: '' }) ?? '', /a name/);
    const field = { key: 'a', kind: 'text', label: '' } as const;
    assert.match(problem({ config: [field, field] }) ?? '', /same key/);
  });
});
