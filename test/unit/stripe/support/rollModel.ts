import assert from 'node:assert/strict';
import type { Stripe } from 'stripe';
import { sandboxConnection } from '../../../../src/stripe/connection.ts';
import { choicesOf } from '../../../../src/stripe/rollState.ts';
import type { Roll, RollPlan } from '../../../../src/stripe/rollState.ts';
import { SigningSecrets } from '../../../../src/stripe/signingSecrets.ts';
import type { World } from './machine.ts';
import { RollProcess } from './rollProcess.ts';
import type { EnvFile, Fault } from './rollProcess.ts';

export const hour = 60 * 60 * 1000;

/** What the user, the time or someone elsewhere does. */
export const actions = {
  begin: ['now', '1h', '6h', 'switch', 'dashboard', 'dashboard6h'],
  /** One of those that the state allows. */
  sensible: ['first', 'second', 'third', 'fourth'],
  user: ['confirm', 'finish', 'undo', 'provide'],
  machine: ['resume', 'advance', 'restart'],
  time: ['wait30m', 'wait2h', 'wait25h'],
  elsewhere: ['deleteOld', 'deleteNew', 'pauseOld', 'pauseNew', 'editOld', 'editNew'],
} as const;

export type Action = (typeof actions)[keyof typeof actions][number];
type Plain = Exclude<Action, (typeof actions.sensible)[number]>;

/** What was tried in all. */
export class Tally {
  moves = 0;
  faults = 0;
  deaths = 0;
  /** How often each action was done in each state. */
  readonly met = new Map<string, number>();

  meet(state: string, action: string): void {
    const key = `${state} + ${action}`;
    this.met.set(key, (this.met.get(key) ?? 0) + 1);
  }
}

/** One or two actions at once, and what goes wrong meanwhile. */
export interface Move {
  readonly act: readonly Action[];
  readonly fault?: Fault | undefined;
}

const url = 'http://localhost:4242/webhook';
const waits = { wait30m: hour / 2, wait2h: 2 * hour, wait25h: 25 * hour };

/** Drives rolls of one endpoint through a world, and checks after each move what must always hold. */
export class RollModel {
  readonly #world: World;
  readonly #env: EnvFile = {};
  #process!: RollProcess;
  #mainId = '';
  #paused = false;
  /** Event lists the endpoint had, the newest first. */
  #events: string[] = [];
  /** Someone elsewhere deleted or paused an endpoint, so what remains is theirs to answer for. */
  #meddled = false;
  /** Secrets that the Dashboard gave and the user did not paste, or took back. */
  readonly #notTaken = new Set<string>();
  #pasting: string | undefined;
  readonly #tally: Tally;

  constructor(world: World, tally: Tally) {
    this.#world = world;
    this.#tally = tally;
  }

  async open(paused: boolean): Promise<this> {
    const { stores, wire, sandbox } = this.#world;
    await sandbox.reset();
    stores.values.clear();
    stores.secretValues.clear();
    wire.passed.length = 0;
    this.#paused = paused;
    this.#events = ['invoice.paid'];
    await this.#boot();
    const { endpoints, signingSecrets } = this.#process;
    const made = await endpoints.create(sandboxConnection, {
      url,
      events: this.#events,
      metadata: { a: '1' },
    });
    if (paused) await endpoints.pause(sandboxConnection, made.id);
    this.#mainId = made.id;
    this.#env.secret = await signingSecrets.get('sandbox', made.id);
    return this;
  }

  async move({ act, fault }: Move): Promise<void> {
    const state = this.#roll()?.state.name ?? 'settled';
    const plain = act.map((one) => this.#plain(one));
    for (const one of plain) this.#tally.meet(state, one);
    const process = this.#process;
    await Promise.all(plain.map((one) => this.#do(one, fault)));
    this.#tally.moves++;
    if (process.calm()) this.#tally.faults++;
    if (this.#process.dead) {
      this.#tally.deaths++;
      await this.#boot();
    }
    await this.check();
  }

  /** Nothing goes wrong any more, and the user wants it over. */
  async settle(how: 'finish' | 'undo'): Promise<void> {
    await this.#boot();
    await this.#do('resume');
    for (let tries = 0; tries < 3 && this.#roll(); tries++) {
      if (this.#roll()?.state.name === 'awaitingSecret' && how === 'finish') await this.#do('provide');
      if (this.#roll()) await this.#do(how);
    }
    assert.equal(this.#roll(), undefined, 'it did not settle');
    assert.equal(this.#process.rolls.nextDue(), undefined);
    await this.check();
  }

  async check(): Promise<void> {
    const all = await this.#world.atStripe();
    const roll = this.#roll();
    this.#checkJournal(roll);
    this.#checkEnabled(all, roll);
    await this.#checkSecrets(all, roll);
    await (roll ? this.#checkOrphans(all, roll) : this.#checkSettled(all));
  }

  /** At least one endpoint with the same URL and events delivers. */
  #checkEnabled(all: readonly Stripe.WebhookEndpoint[], roll: Roll | undefined): void {
    const standby = roll?.state.name === 'standby' && roll.state.newId;
    assert.ok(
      !all.some(({ id, status }) => id === standby && status === 'enabled'),
      'the new one is on early',
    );
    if (this.#paused || this.#meddled) return;
    const alike = all.filter(
      (one) =>
        one.status === 'enabled' && one.url === url && this.#events.includes(one.enabled_events.join()),
    );
    assert.ok(alike.length >= 1, `no endpoint works in ${roll?.state.name ?? 'settled'}`);
  }

  /** What an enabled endpoint signs with is known, or can be had with the journalled idempotency key. */
  async #checkSecrets(all: readonly Stripe.WebhookEndpoint[], roll: Roll | undefined): Promise<void> {
    const known = new Set((await this.#known()).map(({ secret }) => secret));
    for (const { id, status, metadata } of all) {
      const newest = this.#newest(id);
      const inTheMaking = roll && metadata['stripe_webhooks_roll'] === roll.id;
      if (inTheMaking && ['intended', 'undoing'].includes(roll.state.name)) continue;
      if (status === 'disabled' || this.#notTaken.has(newest)) continue;
      assert.ok(known.has(newest), `the secret of ${id} is unknown in ${roll?.state.name ?? 'settled'}`);
    }
  }

  #checkOrphans(all: readonly Stripe.WebhookEndpoint[], roll: Roll): void {
    for (const { id, metadata } of all)
      assert.ok(
        id === roll.old.id || id === newIdOf(roll) || metadata['stripe_webhooks_roll'] === roll.id,
        `${id} is an orphan in ${roll.state.name}`,
      );
  }

  #checkJournal(roll: Roll | undefined): void {
    const entries = Object.keys(
      JSON.parse(this.#world.stores.values.get('stripe.rolls') ?? '{}') as Record<string, Roll>,
    );
    assert.deepEqual(entries, roll ? [roll.id] : []);
    const text = this.#world.stores.values.get('stripe.rolls') ?? '';
    assert.ok(!text.includes('whsec_'), 'a secret is in the journal');
  }

  async #checkSettled(all: readonly Stripe.WebhookEndpoint[]): Promise<void> {
    if (this.#meddled) return assert.ok(all.length <= 1);
    const [only, ...others] = all;
    assert.ok(only);
    assert.deepEqual(others, []);
    assert.equal(only.status, this.#paused ? 'disabled' : 'enabled');
    assert.equal(only.enabled_events.join(), this.#events[0]);
    assert.deepEqual(only.metadata, { a: '1' });
    const newest = this.#newest(only.id);
    const known = await this.#known();
    assert.ok(known.every(({ endpointId }) => endpointId === only.id));
    if (this.#notTaken.has(newest)) return;
    assert.deepEqual(
      known.map(({ secret }) => secret === newest),
      [true],
      'an old secret is still accepted',
    );
    assert.equal(this.#env.secret, newest, 'the .env has another secret');
  }

  /** What the user could sensibly do now. */
  #plain(action: Action): Plain {
    const nth = actions.sensible.indexOf(action as (typeof actions.sensible)[number]);
    if (nth < 0) return action as Plain;
    const roll = this.#roll();
    const choices = roll && choicesOf(roll);
    const sensible = choices
      ? [
          ...actions.user.filter((one) => choices[one === 'provide' ? 'provideSecret' : one]),
          'resume' as const,
        ]
      : (['switch', '1h', 'dashboard', 'now'] as const);
    return sensible[nth % sensible.length] ?? 'resume';
  }

  async #do(action: Plain, fault?: Fault): Promise<void> {
    const { rolls } = this.#process;
    const attempt = (work: Promise<unknown>) => this.#process.attempt(work, fault);
    const id = this.#roll()?.id ?? 'none';
    switch (action) {
      case 'confirm':
      case 'finish':
        return void (await attempt(rolls[action](id)));
      case 'undo':
        if (this.#pasting !== undefined) this.#notTaken.add(this.#pasting);
        return void (await attempt(rolls.undo(id)));
      case 'provide':
        return this.#provide(fault);
      case 'resume':
        return void (await attempt(rolls.resumePending()));
      case 'advance':
        return void (await attempt(rolls.advance()));
      case 'restart':
        return this.#boot();
      case 'wait30m':
      case 'wait2h':
      case 'wait25h':
        this.#world.now += waits[action];
        await this.#world.clock.advance(waits[action]);
        return void (await attempt(rolls.advance()));
      case 'deleteOld':
      case 'deleteNew':
      case 'pauseOld':
      case 'pauseNew':
      case 'editOld':
      case 'editNew':
        return this.#meddle(action);
      default:
        return this.#begin(action, fault);
    }
  }

  async #begin(way: (typeof actions.begin)[number], fault: Fault | undefined): Promise<void> {
    const { now } = this.#world;
    const plans = {
      now: { way: 'overlap' },
      '1h': { way: 'overlap', until: now + hour },
      '6h': { way: 'overlap', until: now + 6 * hour },
      switch: { way: 'switch' },
      dashboard: { way: 'dashboard' },
      dashboard6h: { way: 'dashboard', until: now + 6 * hour },
    } satisfies Record<string, RollPlan>;
    const before = this.#roll();
    if (!before) {
      this.#mainId = (await this.#world.atStripe())[0]?.id ?? this.#mainId;
      this.#pasting = undefined;
    }
    const endpoint = { id: this.#mainId, api: 'v1' as const, url };
    await this.#process.attempt(this.#process.rolls.begin(sandboxConnection, endpoint, plans[way]), fault);
  }

  async #provide(fault: Fault | undefined): Promise<void> {
    const roll = this.#roll();
    if (roll?.way !== 'dashboard' || !(await this.#atStripe(roll.old.id))) return;
    this.#pasting ??= this.#world.sandbox.rollSecret(roll.old.id, roll.until ?? this.#world.now + 24 * hour);
    // Until it is taken, its being unknown is in the nature of the way.
    this.#notTaken.add(this.#pasting);
    const error = await this.#process.attempt(
      this.#process.rolls.provideSecret(roll.id, this.#pasting),
      fault,
    );
    if (!error && !this.#process.dead) this.#notTaken.delete(this.#pasting);
  }

  async #meddle(action: (typeof actions.elsewhere)[number]): Promise<void> {
    const roll = this.#roll();
    const id = action.endsWith('New') ? roll && newIdOf(roll) : (roll?.old.id ?? this.#mainId);
    if (id === undefined || !(await this.#atStripe(id))) return;
    const { webhookEndpoints } = this.#world.elsewhere;
    if (action.startsWith('edit')) return this.#edit(id, action === 'editNew');
    this.#meddled = true;
    await (action.startsWith('delete')
      ? webhookEndpoints.del(id)
      : webhookEndpoints.update(id, { disabled: true }));
  }

  /** Only where it is clear what must become of it: on the one that stays, or the only one. */
  async #edit(id: string, isNew: boolean): Promise<void> {
    const roll = this.#roll();
    if (isNew || (roll && roll.way !== 'dashboard' && !['intended', 'matched'].includes(roll.state.name)))
      return;
    if (roll?.state.name === 'matched' && this.#events.length > 2) return;
    const events = this.#events[0] === 'invoice.paid' ? 'customer.created' : 'invoice.paid';
    this.#events.unshift(events);
    await this.#world.elsewhere.webhookEndpoints.update(id, {
      enabled_events: [events],
    });
  }

  async #boot(): Promise<void> {
    if (this.#process) this.#process.dead = true;
    this.#process = await new RollProcess(this.#world, this.#env).open();
  }

  #roll(): Roll | undefined {
    const text = this.#world.stores.values.get('stripe.rolls') ?? '{}';
    return Object.values(JSON.parse(text) as Record<string, Roll>)[0];
  }

  async #atStripe(id: string): Promise<boolean> {
    return (await this.#world.atStripe()).some((one) => one.id === id);
  }

  #known() {
    const { store, secrets } = this.#world.stores;
    return new SigningSecrets(store, secrets).all();
  }

  #newest(id: string): string {
    return this.#world.sandbox.signingSecrets().find(({ endpointId }) => endpointId === id)?.secret ?? '';
  }
}

function newIdOf({ state }: Roll): string | undefined {
  return 'newId' in state ? state.newId : undefined;
}
