import type { Snippet } from './snippet.ts';

/** Code in TypeScript and JavaScript that handles events. */
export const handlers: readonly Snippet[] = [
  {
    name: 'Express switch',
    file: 'server.js',
    form: 'case',
    code: `
const express = require('express');
const app = express();
app.post('/webhook', express.raw({ type: 'application/json' }), (request, response) => {
  let event;
  try {
    event = stripe.webhooks.constructEvent(request.body, request.headers['stripe-signature'], endpointSecret);
  } catch (err) {
    return response.sendStatus(400);
  }
  switch (event.type) {
    case «'payment_intent.succeeded'»:
      const paymentIntent = event.data.object;
      console.log('PaymentIntent for', paymentIntent.amount, 'was successful!');
      break;
    case «'payment_method.attached'»: {
      handlePaymentMethodAttached(event.data.object);
      break;
    }
    // case 'charge.refunded':
    default:
      console.log('Unhandled event type', event.type, 'such as charge.failed');
  }
  response.send();
});`,
  },
  {
    name: 'Next.js App Router',
    file: 'app/api/webhook/route.ts',
    form: 'case',
    code: `
import { headers } from 'next/headers';
export async function POST(req: Request) {
  const body = await req.text();
  const event: Stripe.Event = stripe.webhooks.constructEvent(body, (await headers()).get('Stripe-Signature')!, secret);
  switch (event.type as Stripe.Event.Type) {
    case «"checkout.session.completed"»:
    case «"checkout.session.async_payment_succeeded"»:
      await fulfil(event.data.object as Stripe.Checkout.Session);
      break;
  }
  return new Response(null, { status: 200 });
}`,
  },
  {
    name: 'strict comparison',
    file: 'webhook.ts',
    form: 'comparison',
    code: `if (event.type === «'invoice.paid'») { pay(); } else if (event.type == «"invoice.payment_failed"») { dun(); }`,
  },
  {
    name: 'reversed comparison',
    file: 'a.mjs',
    form: 'comparison',
    code: `if («'charge.refunded'» === evt.type) refund(evt);`,
  },
  {
    name: 'early return',
    file: 'a.cts',
    form: 'comparison',
    code: `if (event.type !== «'charge.refunded'») return;\nrefund();`,
  },
  {
    name: 'early return for several',
    file: 'a.ts',
    form: 'comparison',
    code: `if (event.type !== «'invoice.paid'» && event.type !== «'invoice.voided'» && event.type !== «'invoice.updated'») { return res.end(); }`,
  },
  {
    name: 'event in brackets',
    file: 'a.js',
    form: 'comparison',
    code: `if (event['type'] === «'invoice.paid'») go();`,
  },
  {
    name: 'destructured type',
    file: 'a.js',
    form: 'comparison',
    code: `const { type, data } = event; if (type === «'invoice.paid'») go(data);`,
  },
  {
    name: 'optional chaining',
    file: 'a.tsx',
    form: 'comparison',
    code: `const paid = body?.event?.type === «'invoice.paid'»; export const A = () => <p>{paid}</p>;`,
  },
  {
    name: 'comparison in a condition chain',
    file: 'a.ts',
    form: 'comparison',
    code: `if (ok && (event.type === «'invoice.paid'» || event.type === «'invoice.sent'»)) go();`,
  },
  {
    name: 'ternary',
    file: 'a.ts',
    form: 'comparison',
    code: `const run = event.type === «'invoice.paid'» ? pay : ignore;`,
  },
  {
    name: 'short circuit',
    file: 'a.ts',
    form: 'comparison',
    code: `event.type === «'invoice.paid'» && pay(event);`,
  },
  {
    name: 'switch (true)',
    file: 'a.ts',
    form: 'comparison',
    code: `switch (true) { case event.type === «'invoice.paid'»: pay(); break; }`,
  },
  {
    name: 'inline includes',
    file: 'a.ts',
    form: 'includes',
    code: `if ([«'customer.subscription.created'», «'customer.subscription.updated'»].includes(event.type)) sync();`,
  },
  {
    name: 'inline includes as const',
    file: 'a.ts',
    form: 'includes',
    code: `if (!([«'invoice.paid'»] as const).includes(event.type)) return;`,
  },
  {
    name: 'named list',
    file: 'a.ts',
    form: 'includes',
    code: `const allowedEvents: Stripe.Event.Type[] = [
  «"checkout.session.completed"»,
  «"customer.subscription.paused"»,
];
async function processEvent(event: Stripe.Event) {
  if (!allowedEvents.includes(event.type)) return;
  await sync(event.data.object);
}`,
  },
  {
    name: 'named set that a switch refines',
    file: 'a.ts',
    form: 'case',
    code: `const relevantEvents = new Set(['product.created', 'price.created']);
if (relevantEvents.has(event.type)) {
  switch (event.type) {
    case «'product.created'»: upsertProduct(); break;
    case «'price.created'»: upsertPrice(); break;
  }
}`,
  },
  {
    name: 'set of a class',
    file: 'a.ts',
    form: 'includes',
    code: `class Hooks { private readonly wanted = new Set<string>([«'invoice.paid'»]); on(event: Stripe.Event) { if (this.wanted.has(event.type)) go(); } }`,
  },
  {
    name: 'inline set',
    file: 'a.js',
    form: 'includes',
    code: `if (new Set([«'invoice.paid'»]).has(event.type)) go();`,
  },
  {
    name: 'map of functions',
    file: 'handlers.ts',
    form: 'map-key',
    code: `
const handlers: Partial<Record<Stripe.Event.Type, (event: Stripe.Event) => Promise<void>>> = {
  «'invoice.paid'»: async (event) => { await pay(event); },
  «"invoice.payment_failed"»: onPaymentFailed,
  «'charge.refunded'»: this.onRefund,
  «'charge.failed'»: function (event) {},
  async «'charge.captured'»(event) {},
  [«'charge.updated'»]: handler.bind(this),
  «'charge.expired'»: withRetry(onExpired),
  «'charge.pending'»: [first, second],
  «'charge.succeeded'»: { handler: onSucceeded, retries: 3 },
};
await handlers[event.type]?.(event);`,
  },
  {
    name: 'map with satisfies',
    file: 'a.ts',
    form: 'map-key',
    code: `export const routes = { «'invoice.paid'»: pay } satisfies Handlers;`,
  },
  {
    name: 'map passed on',
    file: 'a.js',
    form: 'map-key',
    code: `module.exports = createRouter({ «'invoice.paid'»: (event) => pay(event) });`,
  },
  {
    name: 'assigned entries',
    file: 'a.cjs',
    form: 'map-key',
    code: `handlers[«'invoice.paid'»] = async (e) => {};\nhandlers["x"] = 1;\nhandlers[«"invoice.sent"»] = onSent;`,
  },
  {
    name: 'Map object',
    file: 'a.ts',
    form: 'map-key',
    code: `const handlers = new Map<string, Handler>([[«'invoice.paid'», pay], [«'invoice.sent'», async (e) => {}]]);`,
  },
  {
    name: 'Map.set',
    file: 'a.ts',
    form: 'listener',
    code: `handlers.set(«'invoice.paid'», pay); handlers.set(«'invoice.sent'», (e) => {});`,
  },
  {
    name: 'emitter',
    file: 'a.ts',
    form: 'listener',
    code: `stripeEvents.on(«'invoice.paid'», async (event) => { await pay(event); });`,
  },
  {
    name: 'emitter with named listener',
    file: 'a.js',
    form: 'listener',
    code: `hooks.once(«"invoice.paid"», handlers.invoicePaid);`,
  },
  {
    name: 'several types, one listener',
    file: 'a.js',
    form: 'listener',
    code: `webhooks.on([«'invoice.paid'», «'invoice.sent'»], onInvoice);`,
  },
  {
    name: 'thin event listener',
    file: 'a.ts',
    form: 'listener',
    code: `handler.on(«'v1.billing.meter.error_report_triggered'», async (notification, client) => {});`,
  },
  {
    name: 'registration function',
    file: 'a.ts',
    form: 'listener',
    code: `registerWebhook(«'invoice.paid'», async ({ data }) => {});`,
  },
  {
    name: 'ts-pattern',
    file: 'a.ts',
    form: 'listener',
    code: `match(event).with({ type: «'invoice.paid'» }, (e) => pay(e)).with({ type: «'invoice.sent'» }, sent).otherwise(() => {});`,
  },
  {
    name: 'ts-pattern on the type, several at once',
    file: 'a.ts',
    form: 'listener',
    code: `await match(event.type).with(«'invoice.paid'», «'invoice.sent'», () => pay()).with(«'charge.failed'», fail).run();`,
  },
  {
    name: 'NestJS decorators',
    file: 'payments.service.ts',
    form: 'decorator',
    code: `
@Injectable()
export class PaymentsService {
  @StripeWebhookHandler(«'payment_intent.created'»)
  handlePaymentIntentCreated(evt: Stripe.PaymentIntentCreatedEvent) {}
  @StripeThinWebhookHandler(«'v1.billing.meter.no_meter_found'»)
  handleMeter(evt: Stripe.Events.V1BillingMeterNoMeterFoundEvent) {}
  @OnEvent(«'stripe.invoice.paid'|invoice.paid»)
  onPaid() {}
  @OnStripe([«'invoice.sent'», «'invoice.voided'»])
  onOther() {}
}`,
  },
  {
    name: 'own constants',
    file: 'a.ts',
    form: 'case',
    code: `
const INVOICE_PAYED = 'invoice.paid';
enum Hook { Refund = 'charge.refunded' }
const Types = { SENT: 'invoice.sent' } as const;
switch (event.type) {
  case «INVOICE_PAYED|invoice.paid»: break;
  case «Hook.Refund|charge.refunded»: break;
  case «Types.SENT|invoice.sent»: break;
}`,
  },
  {
    name: 'imported constants named after their types',
    file: 'a.ts',
    form: 'case',
    code: `import { StripeEvents } from './events';
switch (event.type) { case «StripeEvents.INVOICE_PAYMENT_FAILED|invoice.payment_failed»: case «StripeEvents.ChargeRefunded|charge.refunded»: go(); }
stripe.webhooks.constructEvent(body, sig, secret);`,
  },
  {
    name: 'computed key from a constant',
    file: 'a.ts',
    form: 'map-key',
    code: `// StripeEvent\nconst map = { [«StripeEvent.INVOICE_PAID|invoice.paid»]: pay };`,
  },
  {
    name: 'prefix',
    file: 'a.ts',
    form: 'prefix',
    code: `if (event.type.startsWith(«'customer.subscription.'|customer.subscription.*»)) sync(event);`,
  },
  {
    name: 'prefix without a dot',
    file: 'a.js',
    form: 'prefix',
    code: `if (event.type.startsWith(«"invoice"|invoice*»)) sync(event); if (type === invoice.type) {}\nconst sig = req.headers['stripe-signature'];`,
  },
  {
    name: 'wildcard listener',
    file: 'a.ts',
    form: 'listener',
    code: `hooks.on(«'customer.subscription.*'|customer.subscription.*», sync);`,
  },
  {
    name: 'template literal',
    file: 'a.ts',
    form: 'case',
    code: 'switch (event.type) { case «`invoice.paid`»: pay(); }',
  },
  {
    name: 'route table',
    file: 'a.ts',
    form: 'property',
    code: `export const routes = [{ event: «'invoice.paid'», handler: pay }, { type: «'invoice.sent'», async handle(event) {} }];`,
  },
  {
    name: 'handler class',
    file: 'a.ts',
    form: 'property',
    code: `export class InvoicePaid implements WebhookHandler { readonly eventType = «'invoice.paid'»; async handle(event: Stripe.Event) { await pay(event); } }`,
  },
  {
    name: 'other alphabets before the literal',
    file: 'a.ts',
    form: 'case',
    code: `switch (event.type) { /* 𝔘𝔫𝔦𝔠𝔬𝔡𝔢 é 😀 */ case «'invoice.paid'»: say('ä'); }`,
  },
  {
    name: 'broken code: unfinished function above',
    file: 'a.ts',
    form: 'case',
    code: `function half( {\nswitch (event.type) {\n  case «'invoice.paid'»:\n    pay();\n    break;\n}\n`,
  },
  {
    name: 'broken code: unfinished statement inside',
    file: 'a.js',
    form: 'case',
    code: `switch (event.type) {\n  case «'invoice.paid'»:\n    const x = ;\n    break;\n  case «'invoice.sent'»:\n    foo(\n    break;\n}\n`,
  },
  {
    name: 'no marker, other name for the type',
    file: 'a.ts',
    form: 'case',
    code: `switch (eventName) { case «'invoice.paid'»: pay(); }`,
  },
  {
    name: 'Vue-like store with kind',
    file: 'a.ts',
    form: 'comparison',
    code: `if (msg.kind === «'invoice.paid'») pay();`,
  },
  {
    name: 'Hono',
    file: 'worker.ts',
    form: 'case',
    code: `app.post('/webhook', async (c) => {
  const event = await stripe.webhooks.constructEventAsync(await c.req.text(), c.req.header('stripe-signature')!, c.env.SECRET);
  switch (event.type) {
    case «'customer.created'»: { return c.json({ ok: true }); }
    default: return c.text('');
  }
});`,
  },
];
