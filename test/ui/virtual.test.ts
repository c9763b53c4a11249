import { join } from 'node:path';
import { root } from '../../scripts/build.ts';
import { freePort } from './support/ports.ts';
import { createEndpoint, startReceiver, trigger } from './support/steps.ts';
import { useWorkbench } from './support/suite.ts';

const port = await freePort(4851);

describe('a workspace that is on no disk', () => {
  const ui = useWorkbench({
    workspace: 'memory:/shop',
    beside: [join(root, 'test', 'fixtures', 'memoryFiles')],
    userSettings: { 'stripeWebhooks.receiver.port': port },
  });

  it('says that its code cannot be searched', async () => {
    const { workbench } = ui;
    await workbench.page.locator('.explorer-viewlet').getByText('webhook.ts').waitFor();
    await workbench.runCommand('Webhooks: Focus on Coverage View');
    await workbench.page
      .locator('.pane', { hasText: 'Coverage' })
      .getByText(/not on a disk of this machine/)
      .waitFor();
    await workbench.screenshot('virtual-workspace');
    await workbench.runCommand('Stripe Webhooks: Go to Handler');
    await workbench.notification(/not on a disk of this machine.*open a clone of it/).dismiss();
  });

  it('receives and verifies events as any other', async () => {
    const { workbench } = ui;
    await startReceiver(workbench);
    await createEndpoint(workbench, {
      url: `http://127.0.0.1:${port}/webhook`,
      events: ['payment_intent.succeeded'],
    });
    await trigger(workbench, 'payment_intent.succeeded');
    await workbench.output.waitForLine(/200 verified {2}payment_intent\.succeeded/);
  });
});
