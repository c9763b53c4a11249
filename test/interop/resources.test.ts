import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type Stripe from 'stripe';
import { ManualClock } from '../../src/delivery/clock.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { App } from '../unit/sandbox/support/app.ts';
import { sdkFor } from '../unit/sandbox/support/sandbox.ts';
import { startRealSandbox } from './support/realSandbox.ts';

describe('The real Stripe SDK with the sandbox’s objects', function () {
  this.timeout(30_000);
  let sandbox: Sandbox;
  let stripe: Stripe;
  beforeEach(async () => {
    sandbox = await startRealSandbox();
    stripe = sdkFor(sandbox);
  });

  /** All event types so far, in the order in which they happened. */
  async function happened(): Promise<readonly string[]> {
    const events = await stripe.events.list({ limit: 100 }).autoPagingToArray({ limit: 1000 });
    return events.map(({ type }) => String(type)).reverse();
  }

  async function customerWithCard(card = 'pm_card_visa'): Promise<Stripe.Customer> {
    const customer = await stripe.customers.create({ email: 'ada@example.com' });
    const method = await stripe.paymentMethods.attach(card, { customer: customer.id });
    return stripe.customers.update(customer.id, {
      invoice_settings: { default_payment_method: method.id },
    });
  }

  function monthly(amount = 1500): Promise<Stripe.Price> {
    return stripe.prices.create({
      currency: 'usd',
      unit_amount: amount,
      recurring: { interval: 'month' },
      product_data: { name: 'Gold' },
    });
  }

  it('creates, retrieves, changes, lists and deletes', async () => {
    const made = await stripe.customers.create({
      name: 'Ada Marsh',
      metadata: { plan: 'gold', seats: 3 },
      address: { city: 'Portland', country: 'US' },
    });
    assert.match(made.id, /^cus_\w{14}$/);
    assert.deepEqual(made.metadata, { plan: 'gold', seats: '3' });
    assert.equal(made.address?.city, 'Portland');
    assert.equal(made.address?.line2, null);
    assert.equal((await stripe.customers.retrieve(made.id)).id, made.id);
    const changed = await stripe.customers.update(made.id, { name: '', metadata: { plan: '' } });
    assert.equal(changed.name, null);
    assert.deepEqual(changed.metadata, { seats: '3' });
    assert.deepEqual(await stripe.customers.del(made.id), { id: made.id, object: 'customer', deleted: true });
    const gone = await stripe.customers.retrieve(made.id);
    assert.equal(gone.deleted, true);
    assert.deepEqual((await stripe.customers.list()).data, []);
    assert.deepEqual(await happened(), ['customer.created', 'customer.updated', 'customer.deleted']);
  });

  it('an update tells what was before; one that changes nothing tells nothing', async () => {
    const { id } = await stripe.products.create({ name: 'Gold', metadata: { tier: '1' } });
    await stripe.products.update(id, { name: 'Platinum', metadata: { tier: '1' } });
    const [event] = (await stripe.events.list({ type: 'product.updated' })).data;
    const previous = event?.data as { previous_attributes?: Record<string, unknown> };
    assert.equal(previous.previous_attributes?.['name'], 'Gold');
    assert.ok(!('metadata' in (previous.previous_attributes ?? {})));
    const coupon = await stripe.coupons.create({ percent_off: 20 });
    await stripe.coupons.update(coupon.id, {});
    assert.ok(!(await happened()).includes('coupon.updated'));
  });

  it('events name the request and its idempotency key', async () => {
    const { lastResponse } = await stripe.coupons.create({ percent_off: 10 }, { idempotencyKey: 'key-1' });
    const [event] = (await stripe.events.list()).data;
    assert.deepEqual(event?.request, { id: lastResponse.requestId, idempotency_key: 'key-1' });
  });

  it('a key stands for one object and one event, also of a payment that was declined', async () => {
    const pay = () =>
      stripe.paymentIntents.create(
        { amount: 500, currency: 'usd', payment_method: 'pm_card_chargeDeclined', confirm: true },
        { idempotencyKey: 'pay-once' },
      );
    await assert.rejects(pay, { code: 'card_declined' });
    await assert.rejects(pay, { code: 'card_declined' });
    assert.equal((await stripe.paymentIntents.list()).data.length, 1);
    assert.equal((await happened()).filter((type) => type === 'charge.failed').length, 1);
  });

  it('pages through lists in both directions, and narrows them', async () => {
    for (let n = 0; n < 25; n++)
      await stripe.customers.create({ email: n % 2 ? 'odd@example.com' : 'even@example.com' });
    const all = await stripe.customers.list({ limit: 10 }).autoPagingToArray({ limit: 100 });
    assert.equal(new Set(all.map(({ id }) => id)).size, 25);
    const odd = await stripe.customers.list({ email: 'odd@example.com', limit: 100 });
    assert.equal(odd.data.length, 12);
    const before = await stripe.customers.list({ limit: 3, ending_before: all[5]?.id ?? '' });
    assert.deepEqual(
      before.data.map(({ id }) => id),
      all.slice(2, 5).map(({ id }) => id),
    );
    const future = await stripe.customers.list({ created: { gt: Math.floor(Date.now() / 1000) + 60 } });
    assert.deepEqual(future.data, []);
  });

  it('searches', async () => {
    for (const [name, plan] of [
      ['Ada Marsh', 'gold'],
      ['Noah Berg', 'gold'],
      ['Priya Raman', 'free'],
    ] as const)
      await stripe.customers.create({ name, metadata: { plan } });
    const names = async (query: string) =>
      (await stripe.customers.search({ query })).data.map(({ name }) => name).sort();
    assert.deepEqual(await names("metadata['plan']:'gold'"), ['Ada Marsh', 'Noah Berg']);
    assert.deepEqual(await names("metadata['plan']:'gold' AND -name:'Ada Marsh'"), ['Noah Berg']);
    assert.deepEqual(await names('name~"rama" OR name:"Ada Marsh"'), ['Ada Marsh', 'Priya Raman']);
    const pages = await stripe.customers
      .search({ query: 'created>0', limit: 2 })
      .autoPagingToArray({ limit: 10 });
    assert.equal(pages.length, 3);
    await assert.rejects(stripe.customers.search({ query: 'name' }), /unable to parse/);
  });

  it('expands what refers to another object, in objects and in lists', async () => {
    const customer = await customerWithCard();
    const intent = await stripe.paymentIntents.create({
      amount: 2000,
      currency: 'usd',
      customer: customer.id,
      payment_method: 'pm_card_visa',
      confirm: true,
      expand: ['latest_charge.balance_transaction', 'customer'],
    });
    const charge = intent.latest_charge as Stripe.Charge;
    const transaction = charge.balance_transaction as Stripe.BalanceTransaction;
    assert.equal((intent.customer as Stripe.Customer).email, 'ada@example.com');
    assert.equal(charge.amount, 2000);
    assert.equal(transaction.net, 2000 - transaction.fee);
    assert.equal(transaction.source, charge.id);
    const listed = await stripe.paymentIntents.list({ expand: ['data.customer'] });
    assert.equal((listed.data[0]?.customer as Stripe.Customer).id, customer.id);
    await assert.rejects(stripe.paymentIntents.retrieve(intent.id, { expand: ['nothing'] }), {
      message: 'This property cannot be expanded (nothing).',
    });
  });

  it('errors are Stripe’s', async () => {
    await assert.rejects(stripe.customers.retrieve('cus_none'), {
      type: 'StripeInvalidRequestError',
      statusCode: 404,
      code: 'resource_missing',
      param: 'id',
      message: "No such customer: 'cus_none'",
    });
    await assert.rejects(stripe.paymentIntents.create({ amount: 100 } as never), {
      code: 'parameter_missing',
      param: 'currency',
    });
    await assert.rejects(stripe.customers.create({ nmae: 'Ada' } as never), {
      code: 'parameter_unknown',
      param: 'nmae',
    });
    await assert.rejects(stripe.paymentIntents.create({ amount: 'much', currency: 'usd' } as never), {
      code: 'parameter_invalid_integer',
      param: 'amount',
    });
    await assert.rejects(stripe.invoiceItems.create({ customer: 'cus_none', amount: 100, currency: 'usd' }), {
      code: 'resource_missing',
      param: 'customer',
      statusCode: 400,
    });
  });

  it('a declined card is an error, and the payment intent stays', async () => {
    const error: Stripe.errors.StripeCardError = await stripe.paymentIntents
      .create({
        amount: 2000,
        currency: 'usd',
        payment_method: 'pm_card_chargeDeclinedInsufficientFunds',
        confirm: true,
      })
      .then(
        () => assert.fail('it was paid'),
        (reason: Stripe.errors.StripeCardError) => reason,
      );
    assert.equal(error.type, 'StripeCardError');
    assert.equal(error.statusCode, 402);
    assert.equal(error.decline_code, 'insufficient_funds');
    const id = error.payment_intent?.id ?? '';
    assert.equal((await stripe.paymentIntents.retrieve(id)).status, 'requires_payment_method');
    const paid = await stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_visa' });
    assert.equal(paid.status, 'succeeded');
    assert.equal(paid.last_payment_error, null);
  });

  it('a payment that is captured later, refunded in parts, and disputed', async () => {
    const held = await stripe.paymentIntents.create({
      amount: 3000,
      currency: 'usd',
      capture_method: 'manual',
      payment_method: 'pm_card_visa',
      confirm: true,
    });
    assert.equal(held.amount_capturable, 3000);
    const captured = await stripe.paymentIntents.capture(held.id, { amount_to_capture: 2000 });
    assert.equal(captured.amount_received, 2000);
    await stripe.refunds.create({ payment_intent: held.id, amount: 500 });
    await stripe.refunds.create({ payment_intent: held.id });
    const charge = await stripe.charges.retrieve(idOf(captured.latest_charge), { expand: ['refunds'] });
    assert.equal(charge.amount_refunded, 2000);
    assert.equal(charge.refunded, true);
    assert.deepEqual(
      charge.refunds?.data.map(({ amount }) => amount),
      [1500, 500],
    );
    await assert.rejects(stripe.refunds.create({ payment_intent: held.id }), {
      code: 'charge_already_refunded',
    });
    const disputed = await stripe.paymentIntents.create({
      amount: 1000,
      currency: 'usd',
      payment_method: 'pm_card_createDispute',
      confirm: true,
    });
    const [dispute] = (await stripe.disputes.list({ payment_intent: disputed.id })).data;
    assert.equal(dispute?.status, 'needs_response');
    const won = await stripe.disputes.update(dispute.id, {
      evidence: { uncategorized_text: 'winning_evidence' },
    });
    assert.equal(won.status, 'won');
  });

  it('a subscription brings its invoice, payment and charge, each told of', async () => {
    const customer = await customerWithCard();
    const price = await monthly();
    const subscription = await stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price: price.id, quantity: 2 }],
      expand: ['latest_invoice.payments.data.payment.payment_intent'],
    });
    assert.equal(subscription.status, 'active');
    const invoice = subscription.latest_invoice as Stripe.Invoice;
    assert.equal(invoice.status, 'paid');
    assert.equal(invoice.amount_paid, 3000);
    assert.equal(invoice.lines.data[0]?.pricing?.price_details?.price, price.id);
    assert.equal((await stripe.invoices.listLineItems(invoice.id)).data.length, 1);
    const intent = invoice.payments?.data[0]?.payment.payment_intent as Stripe.PaymentIntent;
    assert.equal(intent.status, 'succeeded');
    const types = await happened();
    const order = [
      'customer.subscription.created',
      'invoice.created',
      'invoice.finalized',
      'payment_intent.created',
      'charge.succeeded',
      'payment_intent.succeeded',
      'invoice_payment.paid',
      'invoice.paid',
      'invoice.payment_succeeded',
    ];
    assert.deepEqual(
      types.filter((type) => order.includes(type)),
      order,
    );
    const updated = await stripe.subscriptions.update(subscription.id, { cancel_at_period_end: true });
    assert.equal(updated.cancel_at_period_end, true);
    assert.equal((await stripe.subscriptions.cancel(subscription.id)).status, 'canceled');
    assert.deepEqual((await stripe.subscriptions.list({ customer: customer.id })).data, []);
    assert.equal((await stripe.subscriptions.list({ status: 'all' })).data.length, 1);
  });

  it('a subscription whose card is declined waits for another one', async () => {
    const customer = await customerWithCard('pm_card_chargeCustomerFail');
    const price = await monthly();
    const subscription = await stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price: price.id }],
    });
    assert.equal(subscription.status, 'incomplete');
    const method = await stripe.paymentMethods.attach('pm_card_mastercard', { customer: customer.id });
    await stripe.invoices.pay(idOf(subscription.latest_invoice), { payment_method: method.id });
    assert.equal((await stripe.subscriptions.retrieve(subscription.id)).status, 'active');
    assert.ok((await happened()).includes('invoice.payment_failed'));
  });

  it('an upgrade is prorated and invoiced at once', async () => {
    const customer = await customerWithCard();
    const [small, large] = [await monthly(1000), await monthly(5000)];
    const before = await stripe.subscriptions.create({ customer: customer.id, items: [{ price: small.id }] });
    const after = await stripe.subscriptions.update(before.id, {
      items: [{ id: before.items.data[0]?.id ?? '', price: large.id }],
      proration_behavior: 'always_invoice',
      expand: ['latest_invoice'],
    });
    assert.equal(after.items.data[0]?.price.id, large.id);
    const { lines, total, status } = after.latest_invoice as Stripe.Invoice;
    assert.equal(status, 'paid');
    assert.ok(total > 3900 && total <= 4000, `prorated to ${total}`);
    assert.equal(
      total,
      lines.data.reduce((sum, { amount }) => sum + amount, 0),
    );
  });

  it('a test clock renews subscriptions, ends trials and tells of it in time', async () => {
    const start = 1_700_000_000;
    const clock = await stripe.testHelpers.testClocks.create({ frozen_time: start });
    const customer = await stripe.customers.create({ test_clock: clock.id });
    const method = await stripe.paymentMethods.attach('pm_card_visa', { customer: customer.id });
    const price = await monthly();
    const subscription = await stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price: price.id }],
      default_payment_method: method.id,
      trial_period_days: 7,
    });
    assert.equal(subscription.status, 'trialing');
    assert.equal(subscription.trial_end, start + 7 * 86_400);
    await stripe.testHelpers.testClocks.advance(clock.id, { frozen_time: start + 45 * 86_400 });
    assert.equal((await stripe.testHelpers.testClocks.retrieve(clock.id)).status, 'ready');
    const invoices = await stripe.invoices.list({ customer: customer.id });
    assert.deepEqual(
      invoices.data.map(({ billing_reason, amount_paid }) => [billing_reason, amount_paid]),
      [
        ['subscription_cycle', 1500],
        ['subscription_cycle', 1500],
        ['subscription_create', 0],
      ],
    );
    assert.ok((await happened()).includes('customer.subscription.trial_will_end'));
  });

  it('an invoice from items to paid, credited and voided', async () => {
    const customer = await customerWithCard();
    await stripe.invoiceItems.create({
      customer: customer.id,
      amount: 1200,
      currency: 'usd',
      description: 'Setup',
    });
    const draft = await stripe.invoices.create({
      customer: customer.id,
      pending_invoice_items_behavior: 'include',
    });
    assert.equal(draft.status, 'draft');
    assert.equal(draft.total, 1200);
    const open = await stripe.invoices.finalizeInvoice(draft.id);
    assert.match(open.number ?? '', /^\w{8}-0001$/);
    await assert.rejects(stripe.invoices.del(draft.id), /must be draft/);
    const note = await stripe.creditNotes.create({ invoice: open.id, amount: 200 });
    assert.equal((await stripe.invoices.retrieve(open.id)).amount_remaining, 1000);
    await stripe.creditNotes.voidCreditNote(note.id);
    const paid = await stripe.invoices.pay(open.id);
    assert.equal(paid.amount_paid, 1200);
    await assert.rejects(stripe.invoices.voidInvoice(open.id), { type: 'StripeInvalidRequestError' });
  });

  it('a checkout session keeps its line items and expires', async () => {
    const price = await stripe.prices.create({
      currency: 'usd',
      unit_amount: 700,
      product_data: { name: 'Mug' },
    });
    const session = await stripe.checkout.sessions.create({
      mode: 'payment',
      success_url: 'https://example.com/thanks',
      line_items: [{ price: price.id, quantity: 3 }],
      expand: ['line_items'],
    });
    assert.equal(session.amount_total, 2100);
    assert.equal(session.line_items?.data[0]?.description, 'Mug');
    assert.equal((await stripe.checkout.sessions.listLineItems(session.id)).data.length, 1);
    assert.equal((await stripe.checkout.sessions.expire(session.id)).status, 'expired');
  });

  it('a connected account has objects of its own, and its events say whose they are', async () => {
    const app = await App.start();
    await stripe.webhookEndpoints.create({
      url: app.url,
      enabled_events: ['customer.created'],
      connect: true,
    });
    const account = await stripe.accounts.create({ type: 'standard' });
    await stripe.customers.create({ email: 'there@example.com' }, { stripeAccount: account.id });
    assert.deepEqual((await stripe.customers.list()).data, []);
    assert.equal((await stripe.customers.list({}, { stripeAccount: account.id })).data.length, 1);
    const [received] = await app.until(1);
    const event = JSON.parse(received?.body.toString() ?? '') as Stripe.Event;
    assert.equal(event.account, account.id);
  });

  it('objects survive a restart, and are forgotten by a reset', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sandbox-objects-'));
    const kept = await startRealSandbox({ dataFile: join(folder, 'sandbox.sqlite') });
    const { id } = await sdkFor(kept).coupons.create({ percent_off: 15, id: 'SUMMER' });
    await kept.stop();
    await kept.start();
    assert.equal((await sdkFor(kept).coupons.retrieve(id)).percent_off, 15);
    await assert.rejects(sdkFor(kept).coupons.create({ percent_off: 15, id: 'SUMMER' }), {
      code: 'resource_already_exists',
    });
    await kept.reset();
    assert.deepEqual((await sdkFor(kept).coupons.list()).data, []);
    await kept.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('the balance follows what is paid, refunded and paid out', async () => {
    const clock = new ManualClock();
    const shop = sdkFor(await startRealSandbox({ clock }));
    const pay = { amount: 10_000, currency: 'usd', payment_method: 'pm_card_bypassPending', confirm: true };
    await shop.paymentIntents.create(pay);
    const { available } = await shop.balance.retrieve();
    assert.deepEqual(
      available.map(({ amount, currency }) => [amount, currency]),
      [[10_000 - 320, 'usd']],
    );
    await shop.payouts.create({ amount: 5000, currency: 'usd' });
    const types = (await shop.balanceTransactions.list()).data.map(({ type, amount }) => [type, amount]);
    assert.deepEqual(types, [
      ['payout', -5000],
      ['charge', 10_000],
    ]);
  });
});

/** The id of what is not expanded. */
function idOf(reference: string | { readonly id: string } | null): string {
  return typeof reference === 'string' ? reference : (reference?.id ?? '');
}
