import type { Page, PageOf } from '../state/page.ts';
import { ApiError, apiErrors } from './apiError.ts';

interface Pagination {
  readonly limit: number | undefined;
  readonly starting_after: string | undefined;
  readonly ending_before: string | undefined;
}

/** Turns pagination parameters into a page; a cursor must name an object of the list. */
export function pageFor(
  pagination: Pagination,
  noun: string,
  sequenceOf: (id: string) => number | undefined,
): Page {
  const { limit = 10, starting_after: after, ending_before: before } = pagination;
  if (after !== undefined && before !== undefined)
    throw new ApiError(400, 'You cannot parameterize starting_after and ending_before simultaneously.', {
      param: 'ending_before',
    });
  const cursor = (id: string | undefined, param: string): number | undefined => {
    if (id === undefined) return undefined;
    const sequence = sequenceOf(id);
    if (sequence === undefined) throw apiErrors.noSuch(noun, id, param, 400);
    return sequence;
  };
  return {
    limit,
    startingAfter: cursor(after, 'starting_after'),
    endingBefore: cursor(before, 'ending_before'),
  };
}

/** A v1 list object. */
export function listObject<T>(url: string, page: PageOf<T>, render: (item: T) => unknown) {
  return { object: 'list', data: page.items.map(render), has_more: page.hasMore, url };
}
