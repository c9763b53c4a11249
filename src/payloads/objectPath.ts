import type { EventCatalogue } from '../stripe/catalogue.ts';
import { idForms } from './rules/idForms.ts';

/** Where an object can be fetched. */
export interface ObjectPath {
  /** Its `object` value, e.g. `customer`. */
  readonly type: string;
  /** e.g. `/v1/customers/cus_123`. */
  readonly path: string;
}

/**
 * Where the object with an id is fetched, from the prefix of the id and the paths that the declarations name for the
 * objects of thin events; undefined where either is not known or the path needs more than the id.
 */
export function objectPathOf(id: string, { eventTypes }: EventCatalogue): ObjectPath | undefined {
  const candidates = Object.entries(idForms)
    // A plan's id may be a price's; the price says more.
    .filter(([type, { prefix }]) => type !== 'plan' && prefix !== '' && id.startsWith(prefix))
    .sort(([, one], [, other]) => other.prefix.length - one.prefix.length);
  for (const [type] of candidates) {
    const related = eventTypes.find(({ relatedObject }) => relatedObject?.type === type)?.relatedObject;
    const template = related?.path ?? othersPaths[type];
    if (template?.replace('{id}', '').includes('{') === false && !related?.singleton)
      return { type, path: template.replace('{id}', encodeURIComponent(id)) };
  }
  return undefined;
}

/** Objects that no thin event is about. Source: https://docs.stripe.com/api */
const othersPaths: Readonly<Record<string, string>> = {
  balance_transaction: '/v1/balance_transactions/{id}',
  file_link: '/v1/file_links/{id}',
  shipping_rate: '/v1/shipping_rates/{id}',
  subscription_item: '/v1/subscription_items/{id}',
};
