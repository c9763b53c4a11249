import express, { Router } from 'express';
import Stripe from 'stripe';
import type { Orders } from './orders.ts';

/** `POST /webhook`: where Stripe tells the shop what happened. */
export function webhook(secret: string, orders: Orders): Router {
  const router = Router();
  // Stripe may send an event twice. A real shop keeps these ids in its database.
  const handled = new Set<string>();

  // The signature is made over the raw bytes, so this route comes before any `express.json()`.
  router.post('/webhook', express.raw({ type: '*/*' }), (request, response) => {
    let event: Stripe.Event;
    try {
      const signature = request.header('stripe-signature') ?? '';
      event = Stripe.webhooks.constructEvent(request.body as Buffer, signature, secret);
    } catch {
      console.warn('Refused a request whose signature does not match.');
      response.status(400).send('The signature does not match STRIPE_WEBHOOK_SECRET.');
      return;
    }
    // Stripe waits for the answer, not for the work.
    response.json({ received: true });
    if (handled.has(event.id)) return;
    handled.add(event.id);
    handle(event, orders);
  });

  return router;
}

function handle(event: Stripe.Event, orders: Orders): void {
  switch (event.type) {
    case 'checkout.session.completed': {
      const session = event.data.object;
      orders.update(session.client_reference_id ?? session.id, {
        state: session.payment_status === 'unpaid' ? 'open' : 'paid',
        amount: session.amount_total ?? 0,
        currency: session.currency ?? 'eur',
        note: session.customer_details?.email ?? '',
      });
      break;
    }
    case 'payment_intent.succeeded': {
      const { id, metadata, amount_received: amount, currency } = event.data.object;
      orders.update(metadata['order'] ?? id, { state: 'paid', amount, currency });
      break;
    }
    case 'payment_intent.payment_failed': {
      const { id, metadata, amount, currency, last_payment_error: error } = event.data.object;
      orders.update(metadata['order'] ?? id, {
        state: 'failed',
        amount,
        currency,
        note: error?.message ?? 'declined',
      });
      break;
    }
    case 'charge.refunded': {
      const { id, metadata, amount_refunded: refunded, currency, payment_intent: intent } = event.data.object;
      const order = metadata['order'] ?? (typeof intent === 'string' ? intent : (intent?.id ?? id));
      orders.update(order, { state: 'refunded', currency, note: `${refunded} refunded` });
      break;
    }
    case 'customer.subscription.created':
    case 'customer.subscription.updated': {
      const { id, status, currency } = event.data.object;
      orders.update(id, {
        state: status === 'active' ? 'paid' : 'open',
        currency,
        note: `membership ${status}`,
      });
      break;
    }
    case 'customer.subscription.deleted':
      orders.update(event.data.object.id, { state: 'cancelled', note: 'membership ended' });
      break;
    default:
      console.log(`Nothing to do for ${event.type}.`);
      return;
  }
  console.log(`Handled ${event.type} (${event.id}).`);
}
