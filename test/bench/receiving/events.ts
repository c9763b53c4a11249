/** Realistic events for the benchmarks: a `payment_intent.succeeded` of about 1.8 KB, each with an id of its own. */
import { randomBytes } from 'node:crypto';
import { signatureHeader } from '../../../src/delivery/signature.ts';

/** The signing secret of every benchmark. */
export const secret = 'whsec_bench00000000000000000000000000';

let made = 0;

/** One event's raw body, pretty-printed as Stripe sends it. */
export function eventBody(): Buffer {
  const id = stripeLikeId();
  const now = Math.floor(Date.now() / 1000);
  return Buffer.from(
    JSON.stringify(
      {
        id: `evt_${id}`,
        object: 'event',
        api_version: '2026-10-28.endive',
        created: now,
        data: {
          object: {
            id: `pi_${id}`,
            object: 'payment_intent',
            amount: 2000 + (made % 500),
            amount_capturable: 0,
            amount_details: { tip: {} },
            amount_received: 2000 + (made % 500),
            application: null,
            application_fee_amount: null,
            automatic_payment_methods: { allow_redirects: 'always', enabled: true },
            canceled_at: null,
            cancellation_reason: null,
            capture_method: 'automatic_async',
            client_secret: `pi_${id}_secret_${randomBytes(12).toString('hex')}`,
            confirmation_method: 'automatic',
            created: now,
            currency: 'eur',
            customer: 'cus_R1qZ0aW2bX3cYd',
            description: 'Order 1042: two espresso cups, one grinder',
            latest_charge: `ch_${id}`,
            livemode: false,
            metadata: { order_id: '1042', cart: 'b7c1f6d2' },
            next_action: null,
            on_behalf_of: null,
            payment_method: `pm_${id}`,
            payment_method_options: {
              card: {
                installments: null,
                mandate_options: null,
                network: null,
                request_three_d_secure: 'automatic',
              },
              link: { persistent_token: null },
            },
            payment_method_types: ['card', 'link', 'sepa_debit'],
            receipt_email: 'jenny.rosen@example.com',
            setup_future_usage: null,
            shipping: null,
            source: null,
            statement_descriptor: null,
            status: 'succeeded',
            transfer_data: null,
            transfer_group: null,
          },
        },
        livemode: false,
        pending_webhooks: 1,
        request: { id: `req_${id.slice(-14)}`, idempotency_key: '8c2e6d1a-4b7f-4e61-9f0d-5a1c2b3d4e5f' },
        type: 'payment_intent.succeeded',
      },
      null,
      2,
    ),
  );
}

/** Stripe's ids begin with the time and end at random; so they come roughly in order, which matters to an index. */
function stripeLikeId(): string {
  const prefix = (Math.floor(Date.now() / 1000) * 1000 + (made++ % 1000)).toString(36).toUpperCase();
  return `3${prefix}${randomBytes(12).toString('base64url').replace(/[-_]/g, 'x')}`;
}

/** The signature header of a body, made now. */
export function signed(body: Buffer): string {
  return signatureHeader(body, [secret], Math.floor(Date.now() / 1000));
}

/** The complete bytes of a signed request as Stripe sends it. */
export function requestBytes(port: number): Buffer {
  const body = eventBody();
  const head =
    `POST /webhook HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUser-Agent: Stripe/1.0 (+https://stripe.com/docs/webhooks)\r\n` +
    `Accept: */*; q=0.5, application/xml\r\nCache-Control: no-cache\r\nContent-Type: application/json; charset=utf-8\r\n` +
    `Content-Length: ${body.length}\r\nStripe-Signature: ${signed(body)}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head, 'latin1'), body]);
}
