import type { Page, PageOf } from '../state/page.ts';
import { apiErrors } from './apiError.ts';
import { integer, optional, text, type Parameters, type Reader } from './parameters.ts';
import type { ApiRequest } from './router.ts';

/** Where a page begins; a token names it without meaning anything to the client. */
type Cursor = { readonly startingAfter: number } | { readonly endingBefore: number };

const pageToken: Reader<Cursor> = (value, name) => {
  const token = text()(value, name);
  const [, direction, sequence] = /^(after|before)\.(\d{1,15})$/.exec(decoded(token)) ?? [];
  if (direction === undefined)
    throw apiErrors.invalid(name, `Invalid ${name}: follow the URL of a list's page.`);
  return direction === 'after' ? { startingAfter: Number(sequence) } : { endingBefore: Number(sequence) };
};

/** `limit` and `page`, as every v2 list takes them. How long a page is without a limit is an assumption. */
export const pageParameters = {
  limit: optional(integer(1, 100)),
  page: optional(pageToken),
} satisfies Parameters;

const usualLimit = 20;

interface PageRequest {
  readonly limit: number | undefined;
  readonly page: Cursor | undefined;
}

/** How a list is read. */
export interface PagedList<T> {
  readonly page: (page: Page) => PageOf<T>;
  /** The cursor of an item. */
  readonly sequenceOf: (item: T) => number;
  readonly render: (item: T) => unknown;
}

/** A page of v2, which leads to its neighbours by URL. Source: https://docs.stripe.com/api-v2-overview */
export function pageObject<T>(
  { limit = usualLimit, page }: PageRequest,
  { path, query }: Pick<ApiRequest, 'path' | 'query'>,
  list: PagedList<T>,
) {
  const { items } = list.page({ limit, ...page });
  const linked = (direction: 'after' | 'before', item: T | undefined): string | null => {
    if (item === undefined) return null;
    const sequence = list.sequenceOf(item);
    const cursor = direction === 'after' ? { startingAfter: sequence } : { endingBefore: sequence };
    if (list.page({ limit: 1, ...cursor }).items.length === 0) return null;
    const parameters = new URLSearchParams(query);
    parameters.set('page', Buffer.from(`${direction}.${sequence}`).toString('base64url'));
    return `${path}?${parameters.toString()}`;
  };
  return {
    data: items.map(list.render),
    next_page_url: linked('after', items.at(-1)),
    previous_page_url: linked('before', items[0]),
  };
}

function decoded(token: string): string {
  return Buffer.from(token, 'base64url').toString('utf8');
}
