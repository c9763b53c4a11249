import { nodeParts, type NodeStub } from './node.ts';

/** A route handler for Next.js with the App Router. Work after the answer: https://nextjs.org/docs/app/api-reference/functions/after */
export function nextjsHandler(stub: NodeStub): string {
  const { annotation, eventName, client, verify, work } = nodeParts(stub);
  return `import { after } from 'next/server';
import Stripe from 'stripe';

// Not checked here: a build loads this file without the secret.
const secret = process.env.STRIPE_WEBHOOK_SECRET ?? '';
${client}
export async function POST(request${annotation('Request')})${annotation('Promise<Response>')} {
  if (!secret) throw new Error('Set STRIPE_WEBHOOK_SECRET to the signing secret (whsec_…) of the endpoint.');
  // The signature is made over the raw bytes, not over parsed JSON.
  const body = await request.text();
  let event${annotation(eventName)};
  try {
    const signature = request.headers.get('stripe-signature') ?? '';
    event = ${verify('body', 'signature')};
  } catch {
    return new Response('The signature does not match.', { status: 400 });
  }
  // Stripe waits for the answer, not for the work: answer first.
  after(() => takeOn(event));
  return new Response(null, { status: 200 });
}

${work}`;
}
