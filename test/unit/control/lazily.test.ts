import assert from 'node:assert/strict';
import { Lazily } from '../../../src/ui/control/lazily.ts';

describe('a part that is made when it is first asked for', () => {
  it('is made once, however many ask for it meanwhile', async () => {
    let made = 0;
    const part = new Lazily(async () => Promise.resolve(++made));
    assert.equal(made, 0);
    assert.deepEqual(await Promise.all([part.get(), part.get()]), [1, 1]);
  });

  it('is tried again after it could not be made', async () => {
    let tries = 0;
    const part = new Lazily(async () => {
      if (++tries === 1) throw new Error('no');
      return Promise.resolve(tries);
    });
    await assert.rejects(part.get(), /no/);
    assert.equal(await part.get(), 2);
  });

  it('is ended when its end was asked for while it was being made', async () => {
    let finish: (made: string) => void = () => assert.fail('nothing is being made');
    const ended: string[] = [];
    const part = new Lazily(() => new Promise<string>((resolve) => (finish = resolve)));
    const got = part.get();
    const end = part.end((made) => ended.push(made));
    finish('made late');
    await end;
    assert.deepEqual([await got, ended], ['made late', ['made late']]);
  });

  it('is not made only to be ended, nor ended when it could not be made', async () => {
    const ended: unknown[] = [];
    const unused = new Lazily(() => Promise.reject(new Error('must not be made')));
    await unused.end((made) => ended.push(made));
    void unused.get().catch(() => undefined);
    await unused.end((made) => ended.push(made));
    assert.deepEqual(ended, []);
  });
});
