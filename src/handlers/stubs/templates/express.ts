import { nodeParts, type NodeStub } from './node.ts';

/** A webhook server for Express. */
export function expressHandler(stub: NodeStub): string {
  const { annotation, eventName, setUp, verify, work } = nodeParts(stub);
  return `import express from 'express';
import Stripe from 'stripe';

${setUp}
const app = express();

// The signature is made over the raw bytes: keep this route above any \`express.json()\`.
app.post('/webhook', express.raw({ type: '*/*' }), (request, response) => {
  let event${annotation(eventName)};
  try {
    const signature = request.header('stripe-signature') ?? '';
    event = ${verify('request.body', 'signature')};
  } catch {
    response.status(400).send('The signature does not match.');
    return;
  }
  // Stripe waits for the answer, not for the work: answer first.
  response.sendStatus(200);
  ${stub.typed ? 'void ' : ''}takeOn(event);
});

${work}
const port = Number(process.env.PORT ?? 4242);
app.listen(port, () => console.log(\`Waiting for events on http://localhost:\${port}/webhook\`));
`;
}
