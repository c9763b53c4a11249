import assert from 'node:assert/strict';
import { demo } from '../../scripts/demo.ts';

describe('npm start -- --demo', () => {
  it('does the main job by itself in the real workbench', async function () {
    this.timeout(300_000);
    assert.equal(await demo(false), true);
  });
});
