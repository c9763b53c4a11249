/** Realistic receipts and attempts, written into the journal of an open workbench as another window of it would. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { NewAttempt } from '../../../src/journal/entry.ts';
import { Journal } from '../../../src/journal/journal.ts';
import { PayloadBuilder } from '../../../src/payloads/payloadBuilder.ts';
import { summarize } from '../../../src/receiver/eventSummary.ts';
import type { Receipt } from '../../../src/receiver/receipt.ts';
import { loadEventCatalogue, loadSchemaCatalogue } from '../../../src/stripe/loadCatalogue.ts';
import { root } from '../../../scripts/build.ts';

const worker = new URL('../../../src/journal/worker/main.ts', import.meta.url);
const catalogue = join(root, 'dist', 'catalogue');

const types = [
  'customer.created',
  'payment_intent.created',
  'payment_intent.succeeded',
  'charge.succeeded',
  'customer.subscription.created',
  'customer.subscription.updated',
  'invoice.created',
  'invoice.finalized',
  'invoice.paid',
  'invoice.payment_failed',
  'checkout.session.completed',
  'charge.refunded',
  'customer.updated',
  'payout.paid',
];

/** Opens the journal of the workbench whose server keeps its data below `data`, once the panel has made it. */
export async function openSeededJournal(data: string): Promise<Journal> {
  // Not all of the data: a link among its extensions leads to this whole checkout.
  const storage = join(data, 'data', 'User', 'workspaceStorage');
  const files = await readdir(storage, { recursive: true });
  const file = files.find((name) => name.endsWith('journal.sqlite'));
  if (!file) throw new Error(`There is no journal below ${storage}.`);
  return Journal.open(join(storage, file), worker);
}

/** Makes receipts of many kinds, spread over the last `minutes`. */
export class EventSeeder {
  readonly #bodies: readonly string[];
  readonly #journal: Journal;
  readonly #endpointIds: readonly [string, string];
  #made = 0;

  private constructor(journal: Journal, bodies: readonly string[], endpointIds: readonly [string, string]) {
    this.#journal = journal;
    this.#bodies = bodies;
    this.#endpointIds = endpointIds;
  }

  /** The second endpoint gets twice as much as the first. */
  static async create(
    journal: Journal,
    endpointIds: readonly [string, string] = ['we_orders', 'we_billing'],
  ): Promise<EventSeeder> {
    const builder = new PayloadBuilder(
      await loadEventCatalogue(catalogue),
      await loadSchemaCatalogue(catalogue),
    );
    const bodies = types.map((type, index) =>
      JSON.stringify(
        builder.build(type, { seed: `seed-${index % 3}`, created: 1_795_000_000 }),
        undefined,
        2,
      ),
    );
    return new EventSeeder(journal, bodies, endpointIds);
  }

  /** Appends receipts, most of them sent to a target; gives their ids. */
  async append(count: number, { minutes = 60, sent = true } = {}): Promise<number[]> {
    const ids: number[] = [];
    const now = Date.now();
    for (let start = 0; start < count; start += 1000) {
      const batch = Array.from({ length: Math.min(1000, count - start) }, (_, index) => {
        const back = ((count - start - index) / count) * minutes * 60_000;
        return this.receipt(Math.round(now - back));
      });
      const appended = await Promise.all(batch.map((receipt) => this.#journal.append(receipt)));
      for (const [index, { id }] of appended.entries()) {
        ids.push(id);
        if (sent && batch[index]?.verdict.outcome === 'verified' && id % 11 !== 0)
          await this.#journal.recordAttempt(id, attempt(id, batch[index]?.receivedAt ?? now));
      }
    }
    return ids;
  }

  /** The next receipt, received at this time. */
  receipt(receivedAt: number): Receipt {
    const number = this.#made++;
    const body = Buffer.from(
      (this.#bodies[number % this.#bodies.length] ?? '').replace(
        /"evt_\w+"/,
        `"evt_${String(number).padStart(16, '0')}"`,
      ),
    );
    const isRejected = number % 23 === 22;
    return {
      receivedAt,
      source: number % 5 === 4 ? 'listen' : 'sandbox',
      path: '/webhook',
      headers: [
        ['Content-Type', 'application/json; charset=utf-8'],
        ['User-Agent', 'Stripe/1.0 (+https://stripe.com/docs/webhooks)'],
        ['Stripe-Signature', `t=${Math.floor(receivedAt / 1000)},v1=${'5f'.repeat(32)}`],
      ],
      body,
      verdict: isRejected
        ? {
            outcome: 'rejected',
            cause: 'no-match',
            explanation: 'The signature was made with a secret that is none of the 2 known ones.',
            remedy: 'Copy the endpoint’s signing secret from the Dashboard and run “Paste Signing Secret”.',
          }
        : {
            outcome: 'verified',
            secret: { connectionId: 'sandbox', endpointId: this.#endpointIds[number % 3 === 0 ? 0 : 1] },
            timestamp: Math.floor(receivedAt / 1000),
          },
      event: summarize(body),
    };
  }
}

function attempt(id: number, at: number): NewAttempt {
  const fails = id % 17 === 3;
  const body = fails
    ? 'TypeError: cannot read properties of undefined (reading "customer")'
    : '{"received":true}';
  return {
    target: 'http://localhost:3000/webhook',
    url: 'http://localhost:3000/webhook',
    startedAt: at + 2,
    milliseconds: fails ? 240 + (id % 90) : 8 + (id % 30),
    response: {
      status: fails ? 500 : 200,
      headers: [
        ['Content-Type', fails ? 'text/plain' : 'application/json'],
        ['X-Powered-By', 'Express'],
      ],
      body: Buffer.from(body),
    },
    error: undefined,
  };
}
