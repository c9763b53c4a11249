import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { root } from '../../../scripts/build.ts';
import type { SnapshotPayload } from '../../../src/payloads/eventPayload.ts';
import { PayloadBuilder } from '../../../src/payloads/payloadBuilder.ts';
import { parseScenario, type Scenario } from '../../../src/payloads/scenario.ts';
import { planScenario, type PlannedEvent } from '../../../src/payloads/scenarioPlan.ts';
import { arrange, pause, play } from '../../../src/payloads/scenarioPlayer.ts';
import { recordScenario } from '../../../src/payloads/scenarioRecorder.ts';
import { scenarioSchema } from '../../../src/payloads/scenarioSchema.ts';
import { validate } from '../../../src/payloads/validate.ts';
import { testCatalogue, type TestCatalogue } from '../support/catalogue.ts';
import { at } from './support/checkState.ts';
import { contradictions } from './support/trueToLife.ts';

const end = 1_790_000_000;
const folder = join(root, 'media', 'scenarios');

describe('scenarios', () => {
  let catalogue: TestCatalogue;
  let builder: PayloadBuilder;
  let types: ReadonlySet<string>;
  const builtIn = new Map<string, Scenario>();
  before(async function () {
    this.timeout(60_000);
    catalogue = await testCatalogue();
    builder = new PayloadBuilder(catalogue.events, catalogue.schemas);
    types = new Set(catalogue.events.eventTypes.map(({ type }) => type));
    for (const file of await readdir(folder)) {
      const scenario = parseScenario(await readFile(join(folder, file), 'utf8'), file, types);
      builtIn.set(scenario.name, scenario);
    }
  });

  const read = (text: string) => parseScenario(text, '.stripe/scenarios/mine.yaml', types);
  const plan = (scenario: Scenario, seed: string | number = 1) =>
    planScenario(scenario, builder, { seed, end });
  const planned = (name: string) => {
    const scenario = builtIn.get(name);
    assert.ok(scenario, name);
    return plan(scenario);
  };
  const objectOf = (events: readonly PlannedEvent[], name: string) => {
    const event = events.findLast(({ step }) => step.as === name || step.event === name);
    return (event?.payload as SnapshotPayload | undefined)?.data.object;
  };

  it('that are built in are valid, true to life and lead up to now, whatever the seed', () => {
    assert.ok(builtIn.size >= 20);
    for (const [name, scenario] of builtIn)
      for (const seed of [1, 'other']) {
        const events = plan(scenario, seed);
        let last = 0;
        for (const { payload } of events) {
          assert.deepEqual(
            validate(payload, catalogue.events, catalogue.schemas, { strict: true }),
            [],
            name,
          );
          assert.deepEqual(contradictions(payload), [], name);
          assert.ok(Number(payload.created) >= last, `${name} goes back in time`);
          last = Number(payload.created);
        }
        assert.equal(last, end, name);
        assert.equal(
          new Set(events.map(({ payload }) => payload.id)).size,
          events.length,
          `${name} repeats an id`,
        );
      }
  });

  it('give the same bytes for the same seed', () => {
    for (const scenario of builtIn.values())
      assert.equal(JSON.stringify(plan(scenario)), JSON.stringify(plan(scenario)));
  });

  it('keep one id for each object, and its age, through all events', () => {
    const events = planned('subscription-started');
    const invoices = events.filter(({ step }) => step.event.startsWith('invoice.'));
    const facts = invoices.map(({ payload }) =>
      JSON.stringify([at(payload, 'data.object.id'), at(payload, 'data.object.created')]),
    );
    assert.equal(new Set(facts).size, 1);
    const session = objectOf(events, 'checkout.session.completed');
    assert.equal(session?.['subscription'], objectOf(events, 'customer.subscription.created')?.['id']);
    assert.equal(session?.['customer'], objectOf(events, 'customer.created')?.['id']);
  });

  it('begin another object where they say so', () => {
    const events = planned('subscription-renewed');
    const first = events.find(({ step }) => step.event === 'invoice.paid');
    assert.notEqual(at(first?.payload, 'data.object.id'), objectOf(events, 'renewal')?.['id']);
    assert.equal(at(first?.payload, 'data.object.customer'), objectOf(events, 'renewal')?.['customer']);
  });

  it('tell in each update what the last event had said', () => {
    const updated = planned('subscription-payment-failed-and-recovered').findLast(
      ({ step }) => step.as === 'recovered',
    );
    assert.equal(at(updated?.payload, 'data.previous_attributes.status'), 'past_due');
    assert.equal(at(updated?.payload, 'data.object.status'), 'active');
    const dispute = planned('dispute-won').find(({ step }) => step.event === 'charge.dispute.updated');
    assert.deepEqual(at(dispute?.payload, 'data.previous_attributes'), {
      evidence_details: { has_evidence: false, submission_count: 0 },
      status: 'needs_response',
    });
  });

  it('add up a proration, and taxes', () => {
    const upgrade = objectOf(planned('subscription-upgraded'), 'upgrade');
    assert.deepEqual([upgrade?.['total'], upgrade?.['amount_paid']], [1500, 1500]);
    const sent = objectOf(planned('invoice-sent-and-paid'), 'invoice.paid');
    assert.deepEqual([sent?.['subtotal'], sent?.['total'], sent?.['amount_paid']], [10_000, 10_850, 10_850]);
  });

  it('are read from YAML or JSON, with references and times', () => {
    const text = `
      title: Mine
      amount: 700
      ids: { customer: cus_mine }
      steps:
        - event: invoice.created
          as: draft
          set: { due_date: '\${now+14d}', metadata.order: A1 }
        - event: invoice.updated
          after: 2h
          set: { description: 'For \${draft:customer}, \${draft:nothing|no one}', metadata.first: '\${draft:metadata}' }
        - event: v1.invoice.updated`;
    const [draft, updated, thin] = plan(read(text)).map(({ payload }) => payload);
    assert.equal(at(draft, 'data.object.total'), 700);
    assert.equal(at(draft, 'data.object.due_date'), end - 1 - 7200 + 14 * 86_400);
    assert.equal(at(updated, 'data.object.description'), 'For cus_mine, no one');
    assert.equal(at(updated, 'data.object.metadata.order'), 'A1', 'what is set stays set');
    assert.deepEqual(at(updated, 'data.object.metadata.first'), { order: 'A1' });
    assert.equal(at(thin, 'related_object.id'), at(draft, 'data.object.id'));
    const json = parseScenario('{"steps":[{"event":"invoice.paid","after":5}]}', 'a/b.json', types);
    assert.deepEqual([json.name, json.title, json.steps[0]?.after], ['b', 'b', 5]);
  });

  const mistakes: readonly (readonly [text: string, message: RegExp])[] = [
    ['steps:\n  - event: invoice.payed', /mine\.yaml:2:12 .*did you mean "invoice\.paid"\?\.$/],
    [
      'steps:\n  - event: invoice.paid\n    wen: 3',
      /mine\.yaml:3:10 has an unknown field "wen"; known are event, as/,
    ],
    ['steps:\n  - event: invoice.paid\n    after: soon', /mine\.yaml:3:12 has "after" that is no time/],
    ['steps:\n  - as: x', /mine\.yaml:2:5 has a step without "event"/],
    ['title: x', /mine\.yaml:1:1 needs "steps"/],
    ['steps: [', /mine\.yaml:1:\d+ is not valid: /],
    ['just text', /mine\.yaml:1:1 does not hold a scenario/],
    [
      'steps:\n  - event: invoice.paid\n    set: 3',
      /mine\.yaml:3:10 has "steps\.0\.set" that is no set of fields/,
    ],
  ];
  for (const [text, message] of mistakes)
    it(`name the file and the place of a mistake: ${JSON.stringify(text)}`, () => {
      assert.throws(() => read(text), { name: 'HumanError', message });
    });

  it('say which reference leads nowhere', () => {
    const refer = (reference: string) =>
      plan(read(`steps:\n  - event: invoice.paid\n    set: { description: '\${${reference}}' }`));
    assert.throws(
      () => refer('later:id'),
      /mine refers to \$\{later:id\}, but no earlier step is called "later"/,
    );
  });

  it('arrive in order, shuffled, late or twice, but all of them', () => {
    const events = planned('subscription-started');
    const indexes = (arrival: Parameters<typeof arrange>[1], seed: number) =>
      arrange(events, arrival, seed).map(({ payload }) =>
        events.findIndex((event) => event.payload === payload),
      );
    const inOrder = events.map((_, index) => index);
    assert.deepEqual(indexes('in-order', 1), inOrder);
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        for (const arrival of ['shuffled', 'delayed'] as const)
          assert.deepEqual(
            [...indexes(arrival, seed)].sort((a, b) => a - b),
            inOrder,
          );
        const twice = arrange(events, 'duplicates', seed);
        assert.equal(twice.length, events.length * 2);
        const seen = new Set<string>();
        for (const { payload, duplicate } of twice) {
          assert.equal(duplicate, seen.has(payload.id));
          seen.add(payload.id);
        }
        assert.deepEqual(indexes('shuffled', seed), indexes('shuffled', seed));
        const late = indexes('delayed', seed).map((index, place) => Math.abs(index - place));
        assert.ok(Math.max(...late) <= 4, 'nothing is held back for ever');
      }),
    );
    assert.notDeepEqual(indexes('shuffled', 1), inOrder);
    assert.notDeepEqual(indexes('delayed', 1), inOrder);
  });

  it('are played one event after the other, and can be called off', async () => {
    const deliveries = arrange(planned('refund'), 'in-order', 1);
    const sent: string[] = [];
    const abort = new AbortController();
    const results = await play(deliveries, {
      signal: abort.signal,
      between: () => pause(1, abort.signal),
      send: ({ payload }, index) => {
        sent.push(payload.type);
        if (index === 1) abort.abort();
        return Promise.resolve(index);
      },
    });
    assert.deepEqual([results, sent.length], [[0, 1], 2]);
    assert.equal(await pause(60_000, AbortSignal.abort()), false);
    const stepped = await play(deliveries, {
      between: (_, index) => Promise.resolve(index < 3),
      send: (_, index) => Promise.resolve(index),
    });
    assert.deepEqual(stepped, [0, 1, 2]);
  });

  it('are recorded from received events and tell them again', () => {
    const received = plan(
      read(`
      account: acct_9
      ids: { customer: cus_theirs, invoice: in_theirs }
      steps:
        - event: invoice.created
          set: { total: 4321, metadata.order: '77' }
        - event: invoice.finalized
          after: 1h
          by: stripe
        - event: customer.updated
          after: 3d
          set: { name: Grace, data.object.id: cus_theirs }
        - event: invoice.created
          new: invoice
          as: another
        - event: charge.succeeded
          amount: 100`),
      'somebody else',
    ).map(({ payload }) => payload);
    const text = recordScenario([...received].reverse(), builder, { title: 'Recorded' });
    const again = plan(read(text)).map(({ payload }) => payload);
    assert.deepEqual(
      again.map(({ type, created }) => [type, created]),
      received.map(({ type, created }) => [type, created]),
    );
    for (const [index, event] of received.entries()) {
      const retold = again[index];
      assert.deepEqual(at(retold, 'data.object'), at(event, 'data.object'), event.type);
      assert.equal(at(retold, 'account'), 'acct_9');
    }
    assert.match(text, /^ {4}after: 1h$/m);
  });

  it('have a schema that names every event type', () => {
    const schema = scenarioSchema(catalogue.events);
    assert.deepEqual(at(schema, 'definitions.step.properties.event.enum'), [...types]);
  });
});
