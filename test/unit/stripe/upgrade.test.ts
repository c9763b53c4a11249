import assert from 'node:assert/strict';
import { apiOfId } from '../../../src/stripe/endpoint.ts';
import type { Endpoint } from '../../../src/stripe/endpoint.ts';
import { cannotUpgrade, planUpgrade, upgradeUrl } from '../../../src/stripe/upgrade.ts';
import { World } from './support/machine.ts';

const version = '2026-10-28.endive';
const url = 'http://localhost:4242/webhook';

describe('the URL of an upgraded endpoint', () => {
  for (const [before, after] of [
    [url, `${url}?version=${version}`],
    [`${url}?`, `${url}?version=${version}`],
    [`${url}?a=%20b&c`, `${url}?a=%20b&c&version=${version}`],
    [`${url}?version=2020-08-27&a=1`, `${url}?a=1&version=${version}`],
    [`${url}?versions=1#top`, `${url}?versions=1&version=${version}#top`],
    ['https://Example.com', `https://Example.com?version=${version}`],
  ] as const)
    it(`is ${after} for ${before}`, () => {
      assert.equal(upgradeUrl(before, version), after);
      assert.equal(upgradeUrl(after, version), after);
    });
});

describe('upgrading the API version of an endpoint', () => {
  let world: World;
  beforeEach(async () => {
    world = await new World().open();
  });
  afterEach(() => world.close());

  it('goes step by step from what the account has, and never leaves it without an enabled endpoint', async () => {
    const { connection, endpoints } = world.boot();
    const old = await endpoints.create(connection, {
      url,
      events: ['invoice.paid'],
      metadata: { team: 'a' },
    });
    const planned = async () => {
      const list = await endpoints.list(connection);
      assert.ok(list.some(({ status }) => status === 'enabled'));
      const current = list.find(({ id }) => id === old.id) ?? { ...old, status: 'disabled' as const };
      return planUpgrade(current, version, list);
    };
    const remaining: string[][] = [];
    for (let plan = await planned(); plan.steps.length > 0; plan = await planned()) {
      remaining.push(plan.steps.map(({ name }) => name));
      const [step] = plan.steps;
      if (step?.name === 'create') {
        const made = await endpoints.create(connection, step.input);
        assert.deepEqual([made.status, made.secretKnown], ['disabled', true]);
      } else if (step?.name === 'enable')
        await endpoints.resume(connection, step.endpoint?.id ?? assert.fail());
      else if (step?.name === 'disableOld') await endpoints.pause(connection, step.endpoint.id);
      else if (step?.name === 'deleteOld') await endpoints.delete(connection, step.endpoint.id);
    }
    assert.deepEqual(remaining, [
      ['create', 'enable', 'disableOld', 'deleteOld'],
      ['enable', 'disableOld', 'deleteOld'],
      ['disableOld', 'deleteOld'],
      ['deleteOld'],
    ]);
    const [left, ...others] = await endpoints.list(connection);
    assert.deepEqual(others, []);
    assert.deepEqual(
      [left?.url, left?.apiVersion, left?.status, left?.events, left?.metadata],
      [upgradeUrl(url, version), version, 'enabled', ['invoice.paid'], { team: 'a' }],
    );
  });

  it('is refused for what has no version or no URL', async () => {
    const { connection, endpoints } = world.boot();
    const endpoint = await endpoints.create(connection, { url, events: ['*'] });
    assert.equal(cannotUpgrade(endpoint), undefined);
    assert.match(cannotUpgrade({ ...endpoint, payload: 'thin' }) ?? '', /Thin/);
    const bus: Endpoint = { ...endpoint, kind: 'eventBridge', url: '', target: 'Amazon EventBridge arn' };
    assert.match(cannotUpgrade(bus) ?? '', /Amazon EventBridge arn .*Dashboard/);
  });

  it('does not take another endpoint for the upgraded one', async () => {
    const { connection, endpoints } = world.boot();
    const old = await endpoints.create(connection, { url, events: ['*'] });
    const input = { url: upgradeUrl(url, version), events: ['*'] };
    const others = [
      await endpoints.create(connection, input),
      await endpoints.create(connection, { ...input, apiVersion: version, connect: true }),
    ];
    assert.equal(planUpgrade(old, version, [old, ...others]).upgraded, undefined);
    const right = await endpoints.create(connection, { ...input, apiVersion: version });
    assert.equal(planUpgrade(old, version, [old, ...others, right]).upgraded, right);
    assert.deepEqual(planUpgrade(right, version, [old, right]), { upgraded: right, steps: [] });
  });

  it('knows which API an id belongs to', () => {
    assert.deepEqual([apiOfId('we_1'), apiOfId('ed_test_1')], ['v1', 'v2']);
  });
});
