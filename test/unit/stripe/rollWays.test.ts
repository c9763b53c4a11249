import assert from 'node:assert/strict';
import type { Endpoint } from '../../../src/stripe/endpoint.ts';
import { choicesOf, newSecretOwner, nextOf } from '../../../src/stripe/rollState.ts';
import type { Roll, RollPlan } from '../../../src/stripe/rollState.ts';
import { Rolls } from '../../../src/stripe/roll.ts';
import { World } from './support/machine.ts';

const hour = 60 * 60 * 1000;
const input = {
  url: 'http://localhost:4242/webhook',
  events: ['invoice.paid'],
  metadata: { team: 'billing' },
};

describe('ways to roll a secret', () => {
  let world: World;
  let machine: ReturnType<World['boot']>;
  let old: Endpoint;
  beforeEach(async () => {
    world = await new World().open();
    machine = world.boot();
    old = await machine.endpoints.create(machine.connection, input);
  });
  afterEach(() => world.close());

  const begin = (plan: RollPlan) => machine.rolls.begin(machine.connection, old, plan);
  const newId = ({ state }: Roll) => ('newId' in state ? state.newId : undefined) ?? '';
  const status = async () =>
    Object.fromEntries(
      (await world.atStripe()).map((one) => [one.id === old.id ? 'old' : 'new', one.status]),
    );
  const known = async () =>
    (await world.boot().signingSecrets.all()).map(({ endpointId }) =>
      endpointId === old.id ? 'old' : 'new',
    );
  const later = async (ms: number) => {
    world.now += ms;
    await world.clock.advance(ms);
    return machine.rolls.advance();
  };

  describe('overlap', () => {
    it('lets both endpoints deliver and knows both secrets until the old one ends by itself', async () => {
      const until = world.now + 6 * hour;
      const roll = await begin({ way: 'overlap', until });
      assert.deepEqual(await status(), { old: 'enabled', new: 'enabled' });
      assert.deepEqual((await known()).sort(), ['new', 'old']);
      assert.deepEqual(nextOf(roll), { action: 'retire', waitsFor: 'time', at: until });
      assert.equal(machine.rolls.nextDue(), until);
      assert.deepEqual(await later(6 * hour - 1), []);
      assert.deepEqual(await status(), { old: 'enabled', new: 'enabled' });
      const [outcome] = await later(1);
      assert.equal(outcome?.roll.state.name, 'done');
      assert.deepEqual(await status(), { new: 'enabled' });
      assert.deepEqual(await known(), ['new']);
      assert.equal(machine.rolls.nextDue(), undefined);
    });

    it('goes on by the clock of whoever asks, and after a restart', async () => {
      const until = world.now + hour;
      await begin({ way: 'overlap', until });
      machine = world.boot();
      assert.equal(machine.rolls.nextDue(), until);
      assert.equal((await machine.rolls.advance(until)).length, 1);
      assert.deepEqual(await status(), { new: 'enabled' });
    });

    it('ends at once when the user wants it finished', async () => {
      const { id } = await begin({ way: 'overlap', until: world.now + hour });
      assert.equal((await machine.rolls.finish(id)).state.name, 'done');
      assert.deepEqual(await status(), { new: 'enabled' });
    });

    it('is taken back with the old endpoint untouched and the new secret forgotten', async () => {
      const { id } = await begin({ way: 'overlap', until: world.now + hour });
      const { state } = await machine.rolls.undo(id);
      assert.deepEqual(state, { name: 'undone' });
      assert.deepEqual(await status(), { old: 'enabled' });
      assert.deepEqual(await known(), ['old']);
      await assert.rejects(machine.rolls.undo(id), { name: 'HumanError', reason: 'not-found' });
    });

    it('carries over what was changed on the old endpoint meanwhile, and keeps what was changed on the new', async () => {
      const roll = await begin({ way: 'overlap', until: world.now + hour });
      await machine.endpoints.update(machine.connection, old.id, { events: ['customer.created'] });
      await machine.endpoints.update(machine.connection, newId(roll), { metadata: { team: 'payments' } });
      await later(hour);
      const [only] = await world.atStripe();
      assert.deepEqual(only?.enabled_events, ['customer.created']);
      assert.deepEqual(only.metadata, { team: 'payments' });
    });

    for (const paused of ['old', 'new'] as const)
      it(`leaves an endpoint that works, though the ${paused} one was paused elsewhere`, async () => {
        const roll = await begin({ way: 'overlap', until: world.now + hour });
        await machine.endpoints.pause(machine.connection, paused === 'old' ? old.id : newId(roll));
        await later(hour);
        assert.deepEqual(await status(), { new: 'enabled' });
      });

    it('turns the old endpoint on again before the new one goes, if someone paused it', async () => {
      const { id } = await begin({ way: 'overlap', until: world.now + hour });
      await machine.endpoints.pause(machine.connection, old.id);
      await machine.rolls.undo(id);
      assert.deepEqual(await status(), { old: 'enabled' });
    });

    it('is over when it turns out that the old endpoint was deleted elsewhere', async () => {
      await begin({ way: 'overlap', until: world.now + hour });
      assert.deepEqual(await machine.rolls.resumePending(), []);
      await world.elsewhere.webhookEndpoints.del(old.id);
      const [outcome] = await machine.rolls.resumePending();
      assert.equal(outcome?.roll.state.name, 'done');
      assert.deepEqual(await known(), ['new']);
    });

    it('cannot be undone once the old endpoint is deleted; the new one stays', async () => {
      const { id } = await begin({ way: 'overlap', until: world.now + hour });
      await world.elsewhere.webhookEndpoints.del(old.id);
      await assert.rejects(machine.rolls.undo(id), { name: 'HumanError', message: /new one stays/ });
      assert.deepEqual(await status(), { new: 'enabled' });
      assert.deepEqual(await known(), ['new']);
      assert.deepEqual(machine.rolls.pending(), []);
    });

    it('keeps the new one of a paused pair, too, when the old one went unseen', async () => {
      await machine.endpoints.pause(machine.connection, old.id);
      const { id } = await begin({ way: 'overlap', until: world.now + hour });
      await world.elsewhere.webhookEndpoints.del(old.id);
      await assert.rejects(machine.rolls.undo(id), { name: 'HumanError' });
      assert.deepEqual(await status(), { new: 'disabled' });
    });

    it('forgets the secret of a creation that is undone, however that is interrupted', async () => {
      const { secrets } = world.stores;
      const update = world.stores.store.update.bind(world.stores.store);
      let writes = 0;
      // The disk fails when the stored secret is to be written down, and goes on failing until the roll is undone.
      world.stores.store.update = (key, value) =>
        key === 'stripe.rolls' && ++writes > 1 ? Promise.reject(new Error('full')) : update(key, value);
      await assert.rejects(begin({ way: 'overlap' }), { reason: 'storage' });
      world.stores.store.update = update;
      const forget = secrets.delete.bind(secrets);
      secrets.delete = () => Promise.reject(new Error('keychain locked'));
      const [roll] = machine.rolls.pending();
      await assert.rejects(machine.rolls.undo(roll?.id ?? ''), { name: 'HumanError' });
      secrets.delete = forget;
      await world.boot().rolls.resumePending();
      assert.deepEqual(await status(), { old: 'enabled' });
      assert.deepEqual(await known(), ['old']);
    });

    it('loses no secret in a crash just after its store said that it has it', async () => {
      const { store, secrets } = world.stores;
      const put = secrets.store.bind(secrets);
      const stored = new Promise<void>((resolve) => {
        secrets.store = async (key, value) => {
          await put(key, value);
          resolve();
        };
      });
      const { connections, endpoints, signingSecrets, connection } = machine;
      const parts = { connections, endpoints, signingSecrets, store, now: () => world.now };
      // This process never learns that the secret is safe.
      void new Rolls({ ...parts, secretsSettleMs: 3_600_000 }).begin(connection, old, { way: 'overlap' });
      await stored;
      const [fresh] = await world.atStripe();
      assert.ok(fresh && fresh.id !== old.id);
      await world.boot().signingSecrets.delete('sandbox', fresh.id);
      const next = world.boot();
      await next.rolls.resumePending();
      assert.deepEqual(await status(), { new: 'enabled' });
      assert.equal(await next.signingSecrets.get('sandbox', fresh.id), world.wire.secrets.get(fresh.id));
    });

    it('refuses a second roll of either endpoint, and one with no room, before anything is sent', async () => {
      const roll = await begin({ way: 'overlap', until: world.now + hour });
      const fresh = await machine.endpoints.retrieve(machine.connection, newId(roll));
      for (const endpoint of [old, fresh])
        await assert.rejects(machine.rolls.start(machine.connection, endpoint), {
          reason: 'input',
          message: /being rolled already/,
        });
      assert.equal(machine.rolls.of(fresh)?.id, roll.id);
      await machine.rolls.undo(roll.id);
      for (let n = 1; n < 16; n++) await machine.endpoints.create(machine.connection, input);
      for (const way of ['overlap', 'switch'] as const)
        await assert.rejects(begin({ way }), { reason: 'endpoint-limit' });
      assert.deepEqual(machine.rolls.pending(), []);
    });

    it('waits longer after each try that failed', async () => {
      await begin({ way: 'overlap', until: world.now + hour });
      world.wire.fate = () => ({
        status: 403,
        body: { error: { type: 'invalid_request_error', message: 'no' } },
      });
      const [outcome] = await later(hour);
      assert.equal(outcome?.error?.reason, 'permission');
      const first = (machine.rolls.nextDue() ?? 0) - world.now;
      await later(first);
      const second = (machine.rolls.nextDue() ?? 0) - world.now;
      assert.ok(first > 0 && second > first);
      world.wire.fate = () => 'pass';
      await later(second);
      assert.equal(machine.rolls.nextDue(), undefined);
      assert.deepEqual(await status(), { new: 'enabled' });
    });
  });

  describe('switch', () => {
    it('keeps the new endpoint off until its secret is deployed, then the old one off, until that is deleted', async () => {
      const roll = await begin({ way: 'switch' });
      assert.deepEqual(await status(), { old: 'enabled', new: 'disabled' });
      assert.deepEqual(nextOf(roll), { action: 'confirm', waitsFor: 'user' });
      assert.equal(machine.rolls.nextDue(), undefined);
      const switched = await machine.rolls.confirm(roll.id);
      assert.deepEqual(await status(), { old: 'disabled', new: 'enabled' });
      assert.deepEqual(nextOf(switched), { action: 'retire', waitsFor: 'user' });
      assert.deepEqual(choicesOf(switched), {
        confirm: false,
        finish: true,
        undo: true,
        provideSecret: false,
      });
      await machine.rolls.finish(roll.id);
      assert.deepEqual(await status(), { new: 'enabled' });
      assert.deepEqual(await known(), ['new']);
    });

    it('never has a moment without an enabled endpoint, there and back', async () => {
      let fewest = Infinity;
      world.wire.fate = async (): Promise<'pass'> => {
        fewest = Math.min(fewest, Object.values(await status()).filter((one) => one === 'enabled').length);
        return 'pass';
      };
      const { id } = await begin({ way: 'switch' });
      await machine.rolls.confirm(id);
      await machine.rolls.undo(id);
      assert.equal(fewest, 1);
      assert.deepEqual(await status(), { old: 'enabled' });
      assert.deepEqual(await known(), ['old']);
    });

    it('works with the old endpoint again when the new one was deleted elsewhere', async () => {
      const roll = await begin({ way: 'switch' });
      await machine.rolls.confirm(roll.id);
      await world.elsewhere.webhookEndpoints.del(newId(roll));
      const [outcome] = await machine.rolls.resumePending();
      assert.match(outcome?.error?.message ?? '', /old one still works/);
      assert.deepEqual(await status(), { old: 'enabled' });
      assert.deepEqual(await known(), ['old']);
    });

    it('does all that is left when it is finished in standby', async () => {
      const { id } = await begin({ way: 'switch' });
      await machine.rolls.finish(id);
      assert.deepEqual(await status(), { new: 'enabled' });
    });

    it('keeps a paused endpoint paused', async () => {
      await machine.endpoints.pause(machine.connection, old.id);
      const { id } = await begin({ way: 'switch' });
      await machine.rolls.confirm(id);
      assert.deepEqual(await status(), { old: 'disabled', new: 'disabled' });
      await machine.rolls.undo(id);
      assert.deepEqual(await status(), { old: 'disabled' });
    });
  });

  describe('Dashboard', () => {
    const secrets = () => world.boot().signingSecrets.getAll(machine.connection.id, old.id);

    it('accepts both secrets from the paste to the expiry, and keeps the endpoint', async () => {
      const [before] = await secrets();
      const roll = await begin({ way: 'dashboard', until: world.now + hour });
      assert.deepEqual(nextOf(roll), { action: 'provideSecret', waitsFor: 'user' });
      const fresh = world.sandbox.rollSecret(old.id, world.now + hour);
      await assert.rejects(machine.rolls.provideSecret(roll.id, ` ${fresh}`), { reason: 'input' });
      await assert.rejects(machine.rolls.provideSecret(roll.id, before ?? ''), {
        message: /before the roll/,
      });
      const accepted = await machine.rolls.provideSecret(roll.id, fresh);
      assert.deepEqual(await secrets(), [fresh, before]);
      assert.equal(machine.rolls.nextDue(), world.now + hour);
      assert.equal(newSecretOwner(accepted), old.id);
      await later(hour);
      assert.deepEqual(await secrets(), [fresh]);
      assert.deepEqual(await status(), { old: 'enabled' });
      assert.deepEqual(machine.rolls.pending(), []);
    });

    it('takes another secret for one that was pasted wrongly, and forgets what was pasted when undone', async () => {
      const before = await secrets();
      const { id } = await begin({ way: 'dashboard' });
      const wrong = `whsec_${'x'.repeat(32)}`;
      const right = `whsec_${'y'.repeat(32)}`;
      await machine.rolls.provideSecret(id, wrong);
      await machine.rolls.provideSecret(id, right);
      assert.deepEqual(await secrets(), [right, ...before]);
      await machine.rolls.undo(id);
      assert.deepEqual(await secrets(), before);
    });

    it('needs no room for a second endpoint, and a secret before it can be finished', async () => {
      for (let n = 1; n < 16; n++) await machine.endpoints.create(machine.connection, input);
      const { id } = await begin({ way: 'dashboard' });
      await assert.rejects(machine.rolls.finish(id), { reason: 'input', message: /Paste/ });
      assert.deepEqual((await machine.rolls.undo(id)).state, { name: 'undone' });
    });

    it('ends when the endpoint was deleted elsewhere, and forgets its secrets', async () => {
      await begin({ way: 'dashboard' });
      await world.elsewhere.webhookEndpoints.del(old.id);
      const [outcome] = await machine.rolls.resumePending();
      assert.equal(outcome?.error?.reason, 'not-found');
      assert.deepEqual(await secrets(), []);
    });
  });

  describe('those who use the secret', () => {
    /** Rolls that tell; `refuse` makes the teller fail. */
    function telling(told: string[], refuse = () => false) {
      const tell = (what: string) => async (roll: Roll) => {
        if (refuse()) throw new Error('the .env is read-only');
        const owner = what === 'ready' ? newSecretOwner(roll) : roll.old.id;
        const newest = await machine.signingSecrets.get(roll.connectionId, owner ?? '');
        told.push(`${what}: ${newest === world.wire.secrets.get(old.id) ? 'old' : 'new'} secret`);
        told.push(Object.keys(await status()).join());
      };
      const { connections, endpoints, signingSecrets } = machine;
      const hooks = { onSecretReady: tell('ready'), onSecretWithdrawn: tell('withdrawn') };
      const { store } = world.stores;
      return new Rolls({ connections, endpoints, signingSecrets, store, hooks, now: () => world.now });
    }

    for (const way of ['overlap', 'switch'] as const)
      it(`are told once it is stored, and when it is taken back, while the old endpoint is there: ${way}`, async () => {
        const told: string[] = [];
        const rolls = telling(told);
        const plan = way === 'overlap' ? { way, until: world.now + hour } : { way };
        const { id } = await rolls.begin(machine.connection, old, plan);
        assert.deepEqual(told.splice(0), ['ready: new secret', 'new,old']);
        await rolls.undo(id);
        assert.deepEqual(told, ['withdrawn: old secret', 'new,old']);
      });

    it('hold the roll up until they have taken it', async () => {
      let readOnly = true;
      const rolls = telling([], () => readOnly);
      await assert.rejects(rolls.begin(machine.connection, old, { way: 'overlap' }), { name: 'HumanError' });
      assert.deepEqual(await status(), { old: 'enabled', new: 'enabled' });
      readOnly = false;
      await rolls.resumePending();
      assert.deepEqual(await status(), { new: 'enabled' });
    });
  });
});
