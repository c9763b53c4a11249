import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sentence } from '../../sentence.ts';
import type { AppHost, AppReceipt, RunnableApp } from '../app.ts';
import { moneyOf, moneyText } from '../fields/money.ts';
import { objectOf, payloadOf, textOf } from '../fields/payload.ts';
import { digestText, type OpenCase } from './digest.ts';

const opening = [
  'invoice.payment_failed',
  'invoice.payment_action_required',
  'invoice.overdue',
  'charge.dispute.created',
  'charge.dispute.updated',
];
const closing = [
  'invoice.paid',
  'invoice.payment_succeeded',
  'invoice.voided',
  'invoice.marked_uncollectible',
  'charge.dispute.closed',
];
const casesFile = 'open.json';
const casesKept = 1_000;

/** Keeps a list of the invoices that were not paid and of the disputes, each until it is settled. */
export function recoveryApp(host: AppHost): RunnableApp {
  return {
    id: 'recovery',
    name: sentence`Payment Recovery`,
    description: sentence`Lists failed invoices and disputes until they are settled, with links to the Dashboard.`,
    icon: 'checklist',
    events: [...opening, ...closing],
    needsTrust: false,
    document: 'digest.md',
    config: [],
    async run(receipt, { folder, log }) {
      const { event } = receipt;
      const id = event.objectId;
      if (id === undefined) return;
      const others = (await openCases(folder)).filter((one) => one.id !== id);
      const isOpen = opening.includes(event.type) && !isOver(receipt);
      const cases = isOpen ? [...others, caseOf(host, receipt, id)].slice(-casesKept) : others;
      await mkdir(folder, { recursive: true });
      await write(join(folder, casesFile), JSON.stringify(cases, null, 2));
      await write(join(folder, 'digest.md'), digestText(cases));
      log(sentence`${cases.length} open`);
    },
  };
}

function caseOf(host: AppHost, { body, event, verdict }: AppReceipt, id: string): OpenCase {
  const object = objectOf(payloadOf(body));
  const money = moneyOf(object);
  const connectionId = verdict.secret?.connectionId;
  const customer =
    object['customer_email'] ?? object['customer_name'] ?? object['customer'] ?? object['charge'];
  return {
    id,
    kind: event.type.startsWith('charge.dispute') ? 'dispute' : 'invoice',
    amount: money && moneyText(money),
    customer: textOf(customer),
    why: textOf(object['reason'] ?? object['billing_reason'] ?? object['status']),
    attempts: typeof object['attempt_count'] === 'number' ? object['attempt_count'] : undefined,
    since: event.created,
    due: dueOf(object),
    link: connectionId === undefined ? undefined : host.dashboardUrl(connectionId, id),
  };
}

/** When the next try is made, or until when a dispute can be answered, in seconds since the Unix epoch. */
function dueOf(object: Readonly<Record<string, unknown>>): number | undefined {
  const evidence = object['evidence_details'] as { readonly due_by?: unknown } | undefined;
  const due = object['next_payment_attempt'] ?? evidence?.due_by;
  return typeof due === 'number' ? due : undefined;
}

/** Events can come late: one about a failure must not open what is settled. */
function isOver({ body }: AppReceipt): boolean {
  const status = textOf(objectOf(payloadOf(body))['status']);
  return ['paid', 'void', 'uncollectible', 'won', 'lost', 'warning_closed'].includes(status);
}

async function openCases(folder: string): Promise<readonly OpenCase[]> {
  try {
    return JSON.parse(await readFile(join(folder, casesFile), 'utf8')) as readonly OpenCase[];
  } catch {
    return [];
  }
}

/** A crash leaves the old file or the new one, never a half. */
async function write(file: string, text: string): Promise<void> {
  await writeFile(`${file}.new`, text);
  await rename(`${file}.new`, file);
}
