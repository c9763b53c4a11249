import assert from 'node:assert/strict';
import { signatureHeader } from '../../../../src/delivery/signature.ts';
import { diagnose, type DiagnoseInput } from '../../../../src/receiver/diagnose.ts';
import type { ActiveSecret, Rejected, RejectionCause } from '../../../../src/receiver/verdict.ts';

export const now = 1_800_000_000;

export const shop: ActiveSecret = {
  connectionId: 'acct_shop',
  endpointId: 'we_shop',
  label: 'https://shop.example/webhook',
  mode: 'test',
  role: 'current',
  secret: 'whsec_shopShopShop0123456789',
};

/** A snapshot event as Stripe writes it: two spaces, `id` and `object` first, the other keys by name. */
export const eventText = `{
  "id": "evt_1Shop",
  "object": "event",
  "api_version": "2026-10-28.endive",
  "created": 1799999990,
  "data": {
    "object": {
      "id": "in_1Shop",
      "object": "invoice",
      "amount_due": 1999,
      "customer_email": "jörg+shop@example.com",
      "customer_name": "Jörg & Söhne <GmbH> \\"Käse\\" 🧀",
      "customer_phone": "+4930123456",
      "default_tax_rates": [],
      "lines": {
        "object": "list",
        "data": [],
        "has_more": false,
        "url": "/v1/invoices/in_1Shop/lines"
      },
      "metadata": {},
      "note": "it's 1 = 1",
      "tax_percent": 19.0
    }
  },
  "livemode": false,
  "pending_webhooks": 1,
  "request": {
    "id": "req_1",
    "idempotency_key": null
  },
  "type": "invoice.paid"
}`;

export const event = Buffer.from(eventText);

/** The header of a body signed now with the shop's secret, or with another. */
export function signed(body: Uint8Array = event, secret = shop.secret, timestamp = now): string {
  return signatureHeader(body, [secret], timestamp);
}

/** The diagnosis of the event, signed and received just now, with what is different. */
export function diagnosis(different: Partial<DiagnoseInput> = {}) {
  return diagnose({ body: event, header: signed(), secrets: [shop], now: now * 1000, ...different });
}

/** The same, which must be a rejection for this cause, and must not give a secret away. */
export function rejection(cause: RejectionCause, different: Partial<DiagnoseInput>): Rejected {
  const verdict = diagnosis(different);
  assert.equal(verdict.outcome, 'rejected');
  assert.equal(verdict.cause, cause, JSON.stringify(verdict));
  const text = JSON.stringify(verdict);
  for (const { secret } of [...(different.secrets ?? [shop]), ...(different.known ?? [])])
    if (secret.length > 10)
      assert.ok(!text.includes(secret.replace(/^whsec_/, '').trim()), 'gives a secret away');
  assert.match(verdict.explanation, /^[A-Z].*\.$/);
  assert.match(verdict.remedy, /^[A-Z].*\.$/);
  return verdict;
}
