import * as vscode from 'vscode';
import { HumanError } from '../../humanError.ts';
import { objectPathOf } from '../../payloads/objectPath.ts';
import type { Parts } from '../commands/parts.ts';

type Json = Readonly<Record<string, unknown>>;

/** An object to trigger an event about, or an event to trigger one like. */
export interface Source {
  readonly base?: Json;
  readonly values?: Json;
  /** The type of the event it came from. */
  readonly type?: string;
}

/** An object of the account in use, by its id. Throws a `HumanError` when the id is of no known kind, or Stripe has none such. */
export async function fromAccount(
  { catalogue, connections }: Pick<Parts, 'catalogue' | 'connections'>,
  id: string,
): Promise<Source> {
  const place = objectPathOf(id, await catalogue.get());
  if (!place) {
    throw new HumanError(
      vscode.l10n.t('It cannot be told from “{0}” what to fetch: write an id such as cus_… or price_….', id),
      'input',
    );
  }
  const client = await connections.client(connections.active);
  const { explain, isStripeError } = await import('../../stripe/stripeError.ts');
  try {
    const answer = (await client.rawRequest('GET', place.path)) as Json;
    // What the SDK adds about the answer is not enumerable, and so not copied.
    return { base: { ...answer } };
  } catch (error) {
    throw isStripeError(error) ? explain(error, vscode.l10n.t('fetch {0}', id)) : error;
  }
}

/** An event, an object or values by path, as JSON in the clipboard. Throws a `HumanError` when it holds none. */
export async function fromClipboard(): Promise<Source> {
  const text = await vscode.env.clipboard.readText();
  const { parseOwnData } = await import('../../payloads/ownData.ts');
  return sourceOf(parseOwnData(text, vscode.l10n.t('The clipboard')));
}

/** A received event. */
export async function fromReceipt({ journal }: Pick<Parts, 'journal'>, receiptId: number): Promise<Source> {
  const receipt = await (await journal.get()).get(receiptId);
  const parsed: unknown = receipt && JSON.parse(Buffer.from(receipt.body).toString());
  if (!receipt?.event || typeof parsed !== 'object' || parsed === null) {
    throw new HumanError(vscode.l10n.t('Event #{0} is no longer in the journal.', receiptId), 'not-found');
  }
  return sourceOf(parsed as Json);
}

/** What each event has of its own. */
const ofTheMoment = new Set(['created', 'id', 'object', 'pending_webhooks', 'request', 'type']);

/** What a JSON object is: an event, one of Stripe's objects, or a part of an event. */
export function sourceOf(value: Json): Source {
  const { object, type, data } = value;
  const isEvent = object === 'event' || object === 'v2.core.event';
  if (isEvent && typeof type === 'string') {
    const rest = Object.entries(value).filter(([name]) => !ofTheMoment.has(name));
    const inside = (data as { readonly object?: Json } | undefined)?.object;
    return { type, values: { ...Object.fromEntries(rest), ...(inside && { data }) } };
  }
  return typeof object === 'string' && typeof value['id'] === 'string' ? { base: value } : { values: value };
}
