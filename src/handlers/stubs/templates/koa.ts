import { nodeParts, type NodeStub } from './node.ts';

/** A webhook server for Koa. */
export function koaHandler(stub: NodeStub): string {
  const { annotation, eventName, setUp, verify, work } = nodeParts(stub);
  return `import Koa${stub.typed ? ', { type Context }' : ''} from 'koa';
import Stripe from 'stripe';

${setUp}
const app = new Koa();

// The signature is made over the raw bytes: keep this above any body parser.
app.use(async (context, next) => {
  if (context.method !== 'POST' || context.path !== '/webhook') return next();
  let event${annotation(eventName)};
  try {
    const body = await rawBody(context);
    event = ${verify('body', "context.get('stripe-signature')")};
  } catch {
    context.status = 400;
    context.body = 'The signature does not match.';
    return;
  }
  // Stripe waits for the answer, not for the work: answer first.
  setImmediate(() => takeOn(event));
  context.status = 200;
});

async function rawBody(context${annotation('Context')})${annotation('Promise<Buffer>')} {
  const chunks${annotation('Buffer[]')} = [];
  for await (const chunk of context.req) chunks.push(chunk);
  return Buffer.concat(chunks);
}

${work}
const port = Number(process.env.PORT ?? 4242);
app.listen(port, () => console.log(\`Waiting for events on http://localhost:\${port}/webhook\`));
`;
}
