import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { ManualClock, SystemClock } from '../../../src/delivery/clock.ts';
import { retryDelay, retrySchedules } from '../../../src/delivery/retrySchedule.ts';

const hour = 60 * 60 * 1000;

describe('A manual clock', () => {
  it('stands still until it is moved', async () => {
    const clock = new ManualClock(1000);
    assert.equal(clock.now(), 1000);
    await clock.advance(500);
    assert.equal(clock.now(), 1500);
  });

  it('runs what falls due in the order of time, at that time', async () => {
    const clock = new ManualClock(0);
    const runs: [string, number][] = [];
    clock.schedule(300, () => void runs.push(['late', clock.now()]));
    clock.schedule(100, () => void runs.push(['early', clock.now()]));
    clock.schedule(501, () => void runs.push(['not yet', clock.now()]));
    await clock.advance(500);
    assert.deepEqual(runs, [
      ['early', 100],
      ['late', 300],
    ]);
  });

  it('waits for what it runs, and runs what that schedules within the span', async () => {
    const clock = new ManualClock(0);
    const runs: number[] = [];
    const again = async (): Promise<void> => {
      await new Promise((resolve) => setImmediate(resolve));
      runs.push(clock.now());
      clock.schedule(clock.now() + 100, again);
    };
    clock.schedule(100, again);
    await clock.advance(350);
    assert.deepEqual(runs, [100, 200, 300]);
  });

  it('runs what is overdue at once, and never what was cancelled', async () => {
    const clock = new ManualClock(1000);
    const runs: string[] = [];
    clock.schedule(1, () => void runs.push('overdue'));
    clock.schedule(2, () => void runs.push('cancelled'))();
    await clock.advance(0);
    assert.deepEqual(runs, ['overdue']);
    assert.equal(clock.now(), 1000);
  });
});

describe('The system clock', () => {
  it('runs a task that is due, and leaves no timer behind when cancelled', async () => {
    const clock = new SystemClock();
    const farAway = clock.schedule(clock.now() + 100 * 24 * hour, () => assert.fail('not due for 100 days'));
    await new Promise<void>((resolve) => clock.schedule(clock.now() - 1, resolve));
    farAway();
  });

  it('runs what fell due while the machine slept, when timers stand still, within a minute of its waking up', () => {
    const clock = new SystemClock();
    const asleep = 2 * hour;
    let ran = false;
    mock.timers.enable({ apis: ['setTimeout'] });
    const cancel = clock.schedule(clock.now() + hour, () => void (ran = true));
    const now = mock.method(Date, 'now', () => performance.timeOrigin + performance.now() + asleep);
    try {
      mock.timers.tick(59_000);
      assert.equal(ran, false);
      mock.timers.tick(1_001);
      mock.timers.tick(1);
      assert.equal(ran, true);
    } finally {
      cancel();
      now.mock.restore();
      mock.timers.reset();
    }
  });
});

describe('Retry schedules', () => {
  const total = (delays: readonly number[]) => delays.reduce((sum, delay) => sum + delay, 0);

  it('give three retries over a few hours in the sandbox', () => {
    assert.equal(retrySchedules.sandbox.length, 3);
    assert.ok(total(retrySchedules.sandbox) >= 2 * hour && total(retrySchedules.sandbox) <= 6 * hour);
    assert.ok(retryDelay(retrySchedules.sandbox, 3));
    assert.equal(retryDelay(retrySchedules.sandbox, 4), undefined);
  });

  it('back off exponentially for up to three days in live mode', () => {
    const { live } = retrySchedules;
    assert.ok(total(live) > 60 * hour && total(live) <= 72 * hour);
    for (const [index, delay] of live.entries()) {
      const before = live[index - 1];
      assert.ok(before === undefined || delay === 2 * before || delay === 12 * hour);
    }
  });
});
