import { todo } from '../style.ts';

/** A webhook server for Express. Source: https://docs.stripe.com/webhooks/quickstart, with idempotency added. */
export function expressHandler(language: 'typescript' | 'javascript', eventType: string): string {
  const typed = language === 'typescript';
  const thin = /^v\d/.test(eventType);
  const type = (annotation: string): string => (typed ? `: ${annotation}` : '');
  const eventName = thin ? 'Stripe.V2.Core.EventNotification' : 'Stripe.Event';
  const verify = thin
    ? 'stripe.parseEventNotification(request.body, signature, secret)'
    : 'Stripe.webhooks.constructEvent(request.body, signature, secret)';
  return `import express from 'express';
import Stripe from 'stripe';

const secret = process.env.STRIPE_WEBHOOK_SECRET ?? '';
if (!secret) throw new Error('Set STRIPE_WEBHOOK_SECRET to the signing secret (whsec_…) of the endpoint.');
${thin ? "const stripe = new Stripe(process.env.STRIPE_SECRET_KEY ?? '');\n" : ''}
// Ids of events taken on already: Stripe may send an event twice. Keep them in your database, where a restart keeps them.
const taken = new Set${typed ? '<string>' : ''}();

const app = express();

// The signature is made over the raw bytes: keep this route above any \`express.json()\`.
app.post('/webhook', express.raw({ type: '*/*' }), (request, response) => {
  let event${type(eventName)};
  try {
    const signature = request.header('stripe-signature') ?? '';
    event = ${verify};
  } catch {
    response.status(400).send('The signature does not match.');
    return;
  }
  // Stripe waits for the answer, not for the work: answer first.
  response.sendStatus(200);
  if (taken.has(event.id)) return;
  taken.add(event.id);
  handle(event).catch((error${type('unknown')}) => {
    taken.delete(event.id);
    console.error(\`\${event.type} \${event.id} failed:\`, error);
  });
});

async function handle(event${type(eventName)})${type('Promise<void>')} {
  switch (event.type) {
    case '${eventType}': {
      // ${todo(eventType, 'event.data.object')}
      break;
    }
    default:
      console.log(\`Nothing to do for \${event.type}.\`);
  }
}

const port = Number(process.env.PORT ?? 4242);
app.listen(port, () => console.log(\`Waiting for events on http://localhost:\${port}/webhook\`));
`;
}
