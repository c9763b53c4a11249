import assert from 'node:assert/strict';
import { ListenSource } from '../../../../src/stripe/listenSession.ts';
import { cleanUp, phase, quick, World } from './support/sources.ts';

const events = 10_000;
/** Events that happen at about the same time, and how many may be on their way before more happen. */
const burst = 50;
const onTheirWay = 200;

describe('Listen session: a network that drops, delays, repeats and breaks', function () {
  this.timeout(600_000);
  afterEach(cleanUp);

  it(`brings each of ${events} events into the journal exactly once`, async () => {
    const world = await World.open();
    const random = randomFrom(20261124);
    const chance = (percent: number) => random() * 100 < percent;
    const met = { dropped: 0, delayed: 0, repeated: 0, cut: 0, refusedDials: 0, failedRequests: 0 };
    const timings = { ...quick, longestRetry: 100, sweep: 500, settle: 400 };
    const source = world.run(new ListenSource(world.parts({}, { timings })));
    await phase(source, 'live');

    world.proxy.onFrame = () => {
      if (chance(0.15)) {
        met.cut++;
        setImmediate(() => world.proxy.cutSockets());
      }
      const drop = chance(4);
      const repeat = !drop && chance(8);
      const delay = !drop && chance(20) ? Math.ceil(random() * 120) : 0;
      met.dropped += Number(drop);
      met.repeated += Number(repeat);
      met.delayed += Number(delay > 0);
      return { times: drop ? 0 : repeat ? 2 : 1, delay };
    };
    world.proxy.onDial = () => {
      if (!chance(40)) return 'pass';
      met.refusedDials++;
      return chance(50) ? 'cut' : { status: 400, body: { error: { message: 'Unknown WebSocket ID.' } } };
    };
    world.proxy.onRequest = () => {
      if (!chance(3)) return 'pass';
      met.failedRequests++;
      return chance(50) ? 'cut' : { status: 500, body: { error: { message: 'Out of order' } } };
    };

    const caused = new Set<string>();
    const arrived = new Set<string>();
    let looked = 0;
    const allBut = (count: number) =>
      world.until(() => {
        for (; looked < world.taken.length; looked++)
          arrived.add(world.taken[looked]?.receipt.event?.id ?? '');
        return arrived.size >= caused.size - count;
      });
    while (caused.size < events) {
      for (let count = 0; count < burst; count++)
        caused.add(
          await world.trigger(count % 10 === 0 ? 'v1.billing.meter.no_meter_found' : 'invoice.paid'),
        );
      await allBut(onTheirWay);
    }
    await allBut(0);
    await source.stop();

    const first = new Map<string, number>();
    for (let before: number | undefined; ;) {
      const page = await world.journal.list({ limit: 1000, ...(before !== undefined && { before }) });
      if (page.length === 0) break;
      for (const { verdict, duplicate, event } of page) {
        assert.equal(verdict.outcome, 'verified');
        if (!duplicate) first.set(event?.id ?? '', (first.get(event?.id ?? '') ?? 0) + 1);
      }
      before = page.at(-1)?.id;
    }
    assert.deepEqual(new Set(first.keys()), caused, 'every event, and no other');
    assert.ok([...first.values()].every((times) => times === 1));
    const fromApi = world.taken.filter(({ receipt }) => receipt.source === 'polling').length;
    const duplicates = world.taken.filter(({ duplicate }) => duplicate).length;
    console.log(`      ${JSON.stringify({ ...met, dials: world.proxy.dials, fromApi, duplicates })}`);
    for (const [what, times] of Object.entries(met)) assert.ok(times > 0, `${what} never happened`);
    assert.ok(fromApi > 0);
  });
});

/** Numbers from 0 to 1 that are the same in every run. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
