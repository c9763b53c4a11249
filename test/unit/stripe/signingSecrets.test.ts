import assert from 'node:assert/strict';
import { mask, SigningSecrets, validateSecret } from '../../../src/stripe/signingSecrets.ts';
import { MemoryStores } from './support/stores.ts';

const one = 'whsec_0123456789abcdef0123';
const two = 'whsec_fedcba9876543210fedc';

describe('signing secrets', () => {
  let stores: MemoryStores;
  let secrets: SigningSecrets;
  beforeEach(() => {
    stores = new MemoryStores();
    secrets = new SigningSecrets(stores.store, stores.secrets);
  });

  it('are kept over a restart, in the secret store alone', async () => {
    await secrets.set('sandbox', 'we_1', one);
    const again = new SigningSecrets(stores.store, stores.secrets);
    assert.equal(await again.get('sandbox', 'we_1'), one);
    assert.deepEqual(await again.all(), [{ connectionId: 'sandbox', endpointId: 'we_1', secret: one }]);
    assert.ok(again.known('sandbox', 'we_1'));
    assert.ok(!again.known('sandbox', 'we_2'));
    assert.ok(![...stores.values.values()].join().includes(one));
  });

  it('can be several for one endpoint while it is rolled, the newest first', async () => {
    await secrets.set('sandbox', 'we_1', one);
    await secrets.add('sandbox', 'we_1', two);
    await secrets.add('sandbox', 'we_1', two);
    assert.deepEqual(await secrets.getAll('sandbox', 'we_1'), [two, one]);
    await secrets.delete('sandbox', 'we_1', one);
    assert.deepEqual(await secrets.getAll('sandbox', 'we_1'), [two]);
    await secrets.delete('sandbox', 'we_1');
    assert.deepEqual(await secrets.all(), []);
  });

  it('are told apart once they are retired, until their connection is forgotten', async () => {
    await secrets.set('sandbox', 'we_1', one);
    await secrets.set('sandbox', 'we_1', two);
    await secrets.delete('sandbox', 'we_1');
    const retired = [two, one].map((secret) => ({ connectionId: 'sandbox', endpointId: 'we_1', secret }));
    assert.deepEqual(secrets.retired, retired);
    const again = new SigningSecrets(stores.store, stores.secrets);
    assert.deepEqual(await again.all(), []);
    assert.deepEqual(again.retired, retired);
    await again.deleteConnection('sandbox');
    assert.deepEqual(again.retired, []);
    assert.ok(![...stores.secretValues.values()].join().includes(one));
  });

  it('are all kept when they are stored at the same time', async () => {
    const ids = Array.from({ length: 20 }, (_, n) => `we_${n % 10}`);
    await Promise.all(ids.map((id, n) => secrets.add('sandbox', id, `${one}${n}`)));
    assert.equal((await secrets.all()).length, 20);
  });

  it('are never unlisted, wherever the process dies while one is stored or deleted', async () => {
    for (const change of [() => secrets.set('sandbox', 'we_1', one), () => secrets.delete('sandbox', 'we_1')])
      for (let at = 1; at <= 2; at++) {
        stores = new MemoryStores();
        secrets = new SigningSecrets(stores.store, stores.secrets);
        if (change.toString().includes('delete')) await secrets.set('sandbox', 'we_1', one);
        let writes = 0;
        stores.aroundWrite = (write) =>
          ++writes > at ? Promise.reject(new Error('dead')) : Promise.resolve(write());
        await change().catch(() => {});
        const again = new SigningSecrets(stores.store, stores.secrets);
        const stored = [...stores.secretValues.keys()].filter((key) => key.includes('we_1')).length;
        assert.equal((await again.all()).length, stored);
      }
  });

  it('are current in memory once they were read, without another read', async () => {
    await secrets.set('sandbox', 'we_1', one);
    const again = new SigningSecrets(stores.store, stores.secrets);
    await again.all();
    const seen: string[][] = [];
    again.on('changed', () => seen.push(again.current.map(({ secret }) => secret)));
    await again.add('sandbox', 'we_1', two);
    await again.set('sandbox', 'we_2', `${two}2`);
    await again.delete('sandbox', 'we_1');
    assert.deepEqual(seen, [[two, one], [two, one, `${two}2`], [`${two}2`]]);
  });

  it('tell whose secret changed, and only when it did', async () => {
    const changes: unknown[] = [];
    secrets.on('changed', (change) => changes.push(change));
    await secrets.set('sandbox', 'we_1', one);
    await secrets.set('sandbox', 'we_1', one);
    await secrets.delete('sandbox', 'we_2');
    assert.deepEqual(changes, [{ connectionId: 'sandbox', endpointId: 'we_1' }]);
  });

  it('are shown by their last four characters', () => {
    assert.equal(mask(one), 'whsec_…0123');
    assert.equal(mask('whsec_ab'), 'whsec_…');
  });

  for (const [name, text, said] of [
    ['nothing', ' ', /Nothing/],
    ['a line end', `${one}\n`, /line end/],
    ['white space inside', 'whsec_0123 456789abcdef', /white space/],
    ['quotes', `"${one}"`, /quotes/],
    ['an API key', 'sk_test_0123456789abcdef', /API key/],
    ['an endpoint id', 'we_0123456789abcdef', /id of an endpoint/],
    ['a doubled prefix', `whsec_${one}`, /twice/],
    ['no prefix', '0123456789abcdef', /starts with whsec_/],
    ['a shortened secret', 'whsec_0123…cdef', /shortened/],
    ['half a secret', 'whsec_0123', /incomplete/],
  ] as const)
    it(`are refused with the cause when pasted with ${name}`, () => {
      const sentence = validateSecret(text);
      assert.match(sentence ?? '', said);
      assert.ok(!sentence?.includes('0123'));
    });

  it('are taken when well-formed', () => {
    assert.equal(validateSecret(one), undefined);
    assert.equal(validateSecret(`whsec_${'0123456789abcdef'.repeat(4)}`), undefined);
  });
});
