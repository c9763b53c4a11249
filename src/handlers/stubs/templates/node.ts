import { todo } from '../style.ts';

/** TypeScript or JavaScript, and the event type to handle. */
export interface NodeStub {
  readonly typed: boolean;
  readonly eventType: string;
}

/** The parts that the handlers of all Node frameworks share. */
export interface NodeParts {
  /** A type annotation; nothing in JavaScript. */
  readonly annotation: (type: string) => string;
  readonly eventName: string;
  /** The secret from the environment, and a client where thin events need one. */
  readonly setUp: string;
  /** The client alone. */
  readonly client: string;
  /** The call that verifies a raw body. */
  readonly verify: (body: string, signature: string) => string;
  /** The ids taken on, `takeOn` that works on each event once, and `handle` with the case. */
  readonly work: string;
}

/** The parts of a Node handler. Source: https://docs.stripe.com/webhooks/quickstart, with idempotency added. */
export function nodeParts({ typed, eventType }: NodeStub): NodeParts {
  const thin = isThin(eventType);
  const annotation = (type: string) => (typed ? `: ${type}` : '');
  const client = thin ? "const stripe = new Stripe(process.env.STRIPE_SECRET_KEY ?? '');\n" : '';
  const eventName = thin ? 'Stripe.V2.Core.EventNotification' : 'Stripe.Event';
  return {
    annotation,
    eventName,
    setUp: `const secret = process.env.STRIPE_WEBHOOK_SECRET ?? '';
if (!secret) throw new Error('Set STRIPE_WEBHOOK_SECRET to the signing secret (whsec_…) of the endpoint.');
${client}`,
    client,
    verify: (body, signature) =>
      thin
        ? `stripe.parseEventNotification(${body}, ${signature}, secret)`
        : `Stripe.webhooks.constructEvent(${body}, ${signature}, secret)`,
    work: `// Ids of events taken on already: Stripe may send an event twice. Keep them in your database, where a restart keeps them.
const taken = new Set${typed ? '<string>' : ''}();

async function takeOn(event${annotation(eventName)})${annotation('Promise<void>')} {
  if (taken.has(event.id)) return;
  taken.add(event.id);
  try {
    await handle(event);
  } catch (error) {
    taken.delete(event.id);
    console.error(\`\${event.type} \${event.id} failed:\`, error);
  }
}

async function handle(event${annotation(eventName)})${annotation('Promise<void>')} {
  switch (event.type) {
    case '${eventType}': {
      // ${todo(eventType, 'event.data.object')}
      break;
    }
    default:
      console.log(\`Nothing to do for \${event.type}.\`);
  }
}
`,
  };
}

/** Whether events of this type only name their object. */
export function isThin(eventType: string): boolean {
  return /^v\d/.test(eventType);
}
