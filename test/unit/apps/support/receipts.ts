import type { AppReceipt } from '../../../../src/apps/app.ts';
import { summarize } from '../../../../src/receiver/eventSummary.ts';

/** When they arrive: 2027-01-15T08:00:00Z. */
export const receivedAt = Date.UTC(2027, 0, 15, 8);

/** A verified event as the journal gives it, laid out as Stripe does. */
export function receiptOf(
  type: string,
  object: Readonly<Record<string, unknown>>,
  { id = 1, ...event }: { readonly id?: number; readonly livemode?: boolean } = {},
): AppReceipt {
  const content = {
    id: `evt_${id}`,
    object: 'event',
    api_version: '2026-01-28.clover',
    created: receivedAt / 1000,
    data: { object },
    livemode: false,
    ...event,
    type,
  };
  const body = Buffer.from(JSON.stringify(content, null, 2));
  const summary = summarize(body);
  if (!summary) throw new Error('This is no event.');
  return {
    id,
    receivedAt,
    source: 'http',
    path: '/webhook',
    headers: [['Stripe-Signature', 't=1,v1=original']],
    body,
    verdict: {
      outcome: 'verified',
      secret: { connectionId: 'acct_1/test', endpointId: 'we_1' },
      timestamp: receivedAt / 1000,
    },
    event: summary,
    duplicate: false,
    size: body.length,
    importedAt: undefined,
    delivery: undefined,
  };
}
