import { nodeParts, type NodeStub } from './node.ts';

/** A webhook server for Fastify. The raw body: https://fastify.dev/docs/latest/Reference/ContentTypeParser/ */
export function fastifyHandler(stub: NodeStub): string {
  const { annotation, eventName, setUp, verify, work } = nodeParts(stub);
  const cast = stub.typed ? ' as Buffer' : '';
  return `import Fastify from 'fastify';
import Stripe from 'stripe';

${setUp}
const app = Fastify();

// In a scope of its own: the signature is made over the raw bytes, while other routes get their JSON parsed.
app.register(async (scope) => {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  scope.post('/webhook', async (request, reply) => {
    let event${annotation(eventName)};
    try {
      const signature = request.headers['stripe-signature'] ?? '';
      event = ${verify(`request.body${cast}`, 'signature')};
    } catch {
      return reply.code(400).send('The signature does not match.');
    }
    // Stripe waits for the answer, not for the work: answer first.
    setImmediate(() => takeOn(event));
    return reply.code(200).send();
  });
});

${work}
const port = Number(process.env.PORT ?? 4242);
await app.listen({ port });
console.log(\`Waiting for events on http://localhost:\${port}/webhook\`);
`;
}
