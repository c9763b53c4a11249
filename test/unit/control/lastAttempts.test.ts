import assert from 'node:assert/strict';
import type { Attempt } from '../../../src/delivery/attempt.ts';
import { MemoryStores } from '../stripe/support/stores.ts';
import { LastAttempts } from '../../../src/ui/control/lastAttempts.ts';

describe('the last attempt at each target', () => {
  const sent = { startedAt: 1, url: 'http://127.0.0.1/hook', milliseconds: 12, error: undefined };
  const answered = (status: number): Attempt => ({
    ...sent,
    response: { status, headers: [['Set-Cookie', 'a=1']], body: Buffer.from('ok') },
  });

  it('is known after the window was reloaded, without what the answer said', async () => {
    const state = new MemoryStores().store;
    const before = new LastAttempts(state);
    before.note('target_1', answered(500));
    before.note('target_1', answered(200));
    before.note('target_2', { ...sent, response: undefined, error: 'Nothing is listening.' });
    await before.flush();
    const after = new LastAttempts(state);
    assert.deepEqual(after.of('target_1')?.response, { status: 200, headers: [], body: new Uint8Array() });
    assert.equal(after.of('target_2')?.error, 'Nothing is listening.');
    assert.equal(after.of('target_2')?.response, undefined);
    assert.equal(after.of('target_3'), undefined);
  });

  it('goes with its target', async () => {
    const state = new MemoryStores().store;
    const attempts = new LastAttempts(state);
    attempts.note('target_1', answered(200));
    attempts.note('target_2', answered(200));
    attempts.retain(['target_2']);
    await attempts.flush();
    const after = new LastAttempts(state);
    assert.equal(after.of('target_1'), undefined);
    assert.equal(after.of('target_2')?.response?.status, 200);
  });
});
