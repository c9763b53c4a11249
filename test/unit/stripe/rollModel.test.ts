import assert from 'node:assert/strict';
import fc from 'fast-check';
import { World } from './support/machine.ts';
import { actions, RollModel, Tally } from './support/rollModel.ts';
import type { Move } from './support/rollModel.ts';
import type { Fault } from './support/rollProcess.ts';

/** How many interleavings are tried; more with `ROLL_INTERLEAVINGS=5000`. */
const interleavings = Number(process.env['ROLL_INTERLEAVINGS'] ?? 600);

const fault: fc.Arbitrary<Fault> = fc.record({
  kind: fc.constantFrom(
    'lose-request',
    'lose-answer',
    '429',
    '500',
    '403',
    'die-before',
    'die-before',
    'die-after',
    'die-after',
  ),
  at: fc.integer({ min: 1, max: 10 }),
});
const begin = fc.constantFrom(...actions.begin);
const later = fc.oneof(
  { weight: 1, arbitrary: begin },
  { weight: 6, arbitrary: fc.constantFrom(...actions.sensible) },
  { weight: 2, arbitrary: fc.constantFrom(...actions.user) },
  { weight: 1, arbitrary: fc.constantFrom(...actions.machine) },
  { weight: 2, arbitrary: fc.constantFrom(...actions.time) },
  { weight: 1, arbitrary: fc.constantFrom(...actions.elsewhere) },
);
const unlucky = fc.option(fault, { freq: 3, nil: undefined });
const first: fc.Arbitrary<Move> = fc.record({ act: fc.tuple(begin), fault: unlucky });
const next: fc.Arbitrary<Move> = fc.record({
  act: fc.oneof(
    { weight: 5, arbitrary: fc.tuple(later) },
    {
      weight: 1,
      arbitrary: fc.tuple(
        fc.constantFrom(...actions.user),
        fc.constantFrom(...actions.user, 'advance', 'resume'),
      ),
    },
  ),
  fault: unlucky,
});

/** Without these the test would not say much. */
const crucial = [
  'intended + undo',
  'matched + undo',
  'matched + finish',
  'standby + confirm',
  'standby + undo',
  'switched + undo',
  'switched + finish',
  'awaitingSecret + provide',
  'accepted + undo',
];

describe('rolling a secret, whatever comes in between', () => {
  let world: World;
  before(async () => {
    world = await new World().open();
  });
  after(() => world.close());

  it(`keeps its promises through ${interleavings} interleavings of user, time, errors, crashes and others`, async () => {
    const tally = new Tally();
    const holds = fc.asyncProperty(
      fc.boolean().chain((b) => (b ? fc.boolean() : fc.constant(false))),
      first,
      fc.array(next, { minLength: 1, maxLength: 7 }),
      fc.constantFrom('finish', 'undo'),
      async (paused, start, moves, end) => {
        const model = await new RollModel(world, tally).open(paused);
        for (const move of [start, ...moves]) await model.move(move);
        await model.settle(end);
      },
    );
    await fc.assert(holds, { numRuns: interleavings });
    const { moves, faults, deaths, met } = tally;
    console.log(
      `      ${interleavings} interleavings: ${moves} moves, ${faults} faults (${deaths} of them deaths), ${met.size} pairs of state and action`,
    );
    if (interleavings >= 200)
      for (const pair of crucial) assert.ok(met.has(pair), `"${pair}" was never tried`);
  }).timeout(0);
});
