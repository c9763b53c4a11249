import { nodeParts, type NodeStub } from './node.ts';

/** A webhook server for Hono on Node. */
export function honoHandler(stub: NodeStub): string {
  const { annotation, eventName, setUp, verify, work } = nodeParts(stub);
  return `import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import Stripe from 'stripe';

${setUp}
const app = new Hono();

app.post('/webhook', async (context) => {
  // The signature is made over the raw bytes, not over parsed JSON.
  const body = await context.req.text();
  let event${annotation(eventName)};
  try {
    const signature = context.req.header('stripe-signature') ?? '';
    event = ${verify('body', 'signature')};
  } catch {
    return context.text('The signature does not match.', 400);
  }
  // Stripe waits for the answer, not for the work: answer first.
  setImmediate(() => takeOn(event));
  return context.body(null, 200);
});

${work}
const port = Number(process.env.PORT ?? 4242);
serve({ fetch: app.fetch, port });
console.log(\`Waiting for events on http://localhost:\${port}/webhook\`);
`;
}
