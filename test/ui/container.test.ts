import assert from 'node:assert/strict';
import { useWorkbench } from './support/suite.ts';

describe('the Stripe Webhooks container', () => {
  const ui = useWorkbench();

  it('opens from the activity bar and offers to create the first endpoint', async () => {
    await ui.workbench.openContainer();
    const welcome = await ui.workbench.view('Endpoints').welcome(/Create Endpoint/);
    assert.match(welcome, /endpoint/i);
  });
});
