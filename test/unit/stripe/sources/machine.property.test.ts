import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  idle,
  stateOf,
  step,
  type Action,
  type Input,
  type Machine,
} from '../../../../src/stripe/sources/machine.ts';

const inputs = fc.oneof<fc.Arbitrary<Input>[]>(
  fc
    .constantFrom('start', 'created', 'opened', 'unknown-id', 'timer', 'redial-due')
    .map((type) => ({ type })),
  fc
    .constantFrom('refused', 'failed', 'passing')
    .map((how) => ({ type: 'create-failed' as const, how, reason: 'r' })),
  fc.constant<Input>({ type: 'dial-failed', reason: 'r' }),
  fc.boolean().map((stable): Input => ({ type: 'closed', reason: 'r', stable })),
  fc.constant<Input>({ type: 'woke', reason: 'r' }),
);

/** What goes on outside the machine, as its actions ask for it. */
interface World {
  /** At most one of these is under way at a time. */
  pending: 'create' | 'dial' | 'wait' | undefined;
  open: boolean;
  hasSession: boolean;
}

/** Lets an input happen only when it can, as the real parts do. */
function possible({ type }: Input, { pending, open }: World, machine: Machine): boolean {
  switch (type) {
    case 'start':
      return machine.phase === 'idle';
    case 'created':
    case 'create-failed':
      return pending === 'create';
    case 'opened':
    case 'unknown-id':
    case 'dial-failed':
      return pending === 'dial';
    case 'timer':
      return pending === 'wait';
    case 'closed':
    case 'redial-due':
    case 'woke':
      return open;
    case 'stop':
      return true;
  }
}

/** What an input means for the world. */
function applyInput({ type }: Input, world: World): void {
  if (type === 'created') world.hasSession = true;
  if (type === 'opened') world.open = true;
  if (type === 'closed' || type === 'woke') world.open = false;
  if (['created', 'create-failed', 'opened', 'unknown-id', 'dial-failed', 'timer'].includes(type))
    world.pending = undefined;
}

function applyAction(action: Action, world: World): void {
  if (action === 'hang-up') {
    world.open = false;
    if (world.pending === 'dial') world.pending = undefined;
  } else if (action === 'end') world.pending = undefined;
  else if (action !== 'fill') {
    assert.equal(world.pending, undefined, `${action} while ${world.pending} is under way`);
    assert.ok(!world.open, `${action} with an open socket`);
    assert.ok(action !== 'dial' || world.hasSession, 'a dial needs a session');
    world.pending = action;
  }
}

describe('Listen session: the state machine', () => {
  it('never claims more than is so, never has two things under way, and never gets stuck', () => {
    fc.assert(
      fc.property(fc.array(inputs, { maxLength: 200 }), (sequence) => {
        const world: World = { pending: undefined, open: false, hasSession: false };
        let machine = step(idle, { type: 'start' }).machine;
        applyAction('create', world);
        for (const input of sequence.filter((one) => one.type !== 'start')) {
          if (!possible(input, world, machine)) continue;
          const before = machine;
          applyInput(input, world);
          const { machine: after, actions } = step(machine, input);
          machine = after;
          for (const action of actions) applyAction(action, world);
          assert.equal(machine.phase === 'live', world.open, 'live means that the socket is open');
          assert.equal(stateOf(machine, 0).phase === 'live', world.open);
          if (before.phase !== 'live' && machine.phase === 'live')
            assert.ok(actions.includes('fill'), 'whenever it becomes live, gaps are filled');
          if (machine.phase === 'stopped')
            assert.deepEqual(
              [world.pending, world.open],
              [undefined, false],
              'stopped means that all is over',
            );
          else assert.ok(world.open || world.pending !== undefined, `stuck in ${machine.phase}`);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('does nothing any more once it is stopped, whatever still comes in', () => {
    fc.assert(
      fc.property(
        fc.array(inputs, { maxLength: 50 }),
        fc.array(inputs, { maxLength: 20 }),
        (before, after) => {
          let machine = before.reduce((state, input) => step(state, input).machine, idle);
          machine = step(machine, { type: 'stop' }).machine;
          for (const input of after) {
            const { machine: next, actions } = step(machine, input);
            assert.equal(next, machine);
            assert.deepEqual(actions, []);
          }
        },
      ),
    );
  });

  it('takes inputs that come too late or out of place as if they had not come', () => {
    fc.assert(
      fc.property(fc.array(inputs, { maxLength: 100 }), (sequence) => {
        sequence.reduce((machine, input) => step(machine, input).machine, idle);
      }),
    );
  });

  it('gives up when three new sessions in a row are unknown at once, and polls then', () => {
    let machine = run(['start', 'created']);
    for (const phase of ['creating', 'creating', 'stopped']) {
      machine = step(machine, { type: 'unknown-id' }).machine;
      assert.equal(machine.phase, phase);
      if (phase === 'creating') {
        assert.equal(stateOf(machine, 0).phase, 'expired');
        machine = step(machine, { type: 'created' }).machine;
      }
    }
    assert.equal(machine.end?.reason, 'refused');
  });

  it('does not count unknown sessions that lie far apart together', () => {
    let machine = run(['start', 'created', 'opened']);
    for (let night = 0; night < 5; night++) {
      for (const type of ['redial-due', 'unknown-id', 'created', 'opened'] as const)
        machine = step(machine, { type }).machine;
      assert.equal(machine.phase, 'live');
    }
  });

  it('asks for a new session after dials that fail, and polls when no socket ever opened', () => {
    let machine = run(['start', 'created']);
    const phases: string[] = [];
    for (let dial = 0; dial < 6; dial++) {
      machine = step(machine, { type: 'dial-failed', reason: 'ECONNREFUSED' }).machine;
      phases.push(machine.phase === 'waiting' ? machine.next : machine.phase);
      machine = step(machine, { type: 'timer' }).machine;
      machine = step(machine, { type: 'created' }).machine;
    }
    assert.deepEqual(phases, ['dial', 'dial', 'create', 'dial', 'dial', 'stopped']);
    assert.equal(machine.end?.reason, 'refused');
    assert.match(machine.end?.sentence ?? '', /ECONNREFUSED/);
  });

  it('never gives up on a session that has worked once', () => {
    let machine = run(['start', 'created', 'opened']);
    machine = step(machine, { type: 'closed', reason: 'r', stable: true }).machine;
    for (let dial = 0; dial < 100; dial++) {
      for (const type of ['timer', 'created'] as const) machine = step(machine, { type }).machine;
      machine = step(machine, { type: 'dial-failed', reason: 'r' }).machine;
    }
    assert.equal(machine.phase, 'waiting');
    assert.equal(stateOf(machine, 0).phase, 'reconnecting');
  });

  it('waits longer each time while connections break soon, and starts anew after one that lasted', () => {
    let machine = run(['start', 'created', 'opened']);
    for (let broken = 1; broken <= 5; broken++) {
      machine = step(machine, { type: 'closed', reason: 'r', stable: false }).machine;
      assert.equal(machine.failures, broken);
      machine = step(step(machine, { type: 'timer' }).machine, { type: 'opened' }).machine;
    }
    assert.equal(step(machine, { type: 'closed', reason: 'r', stable: true }).machine.failures, 1);
  });
});

function run(types: readonly ('start' | 'created' | 'opened')[]): Machine {
  return types.reduce((machine, type) => step(machine, { type }).machine, idle);
}
