import { isRecord } from '../../json/record.ts';
import { listed, records, shown } from '../../behaviour/behaviour.ts';
import type { ObjectFilter, StripeObject } from '../../state/objects.ts';
import { listObject, pageFor } from '../listing.ts';
import { parentOf, type Visit } from './handlers.ts';
import { searchTest } from './search.ts';

/** Parameters of lists that are no filters. */
const notFilters = new Set(['limit', 'starting_after', 'ending_before', 'expand', 'page', 'query']);
const operators = { gt: '>', gte: '>=', lt: '<', lte: '<=' } as const;

/** `GET` on a collection: newest first, narrowed by what the objects have as fields. */
export function list(visit: Visit): unknown {
  const { turn, call, given, request } = visit;
  const parent = parentOf(visit);
  const name = request.path.split('/').at(-1) ?? '';
  if (parent) {
    const kept = turn.hidden(parent)[name];
    const inside = isRecord(parent[name])
      ? listed(parent, name)
      : Array.isArray(kept)
        ? records(kept)
        : undefined;
    if (inside && call.types.every((type) => inside.every((item) => item['object'] === type)))
      return pageOf(inside as readonly StripeObject[], visit);
  }
  const filters = [...filtersOf(visit), ...ownerFilter(visit, parent)];
  const pagination = {
    limit: given['limit'] as number | undefined,
    starting_after: given['starting_after'] as string | undefined,
    ending_before: given['ending_before'] as string | undefined,
  };
  const noun = call.types[0]?.split('.').at(-1) ?? '';
  const page = pageFor(pagination, noun, (id) => turn.objects.sequenceOf(call.types, id));
  return listObject(
    request.path,
    turn.objects.page(call.types, turn.account, filters, page),
    ({ object }) => object,
  );
}

/** A page of what is kept within another object, in its order. */
function pageOf(items: readonly StripeObject[], { given, request }: Visit): unknown {
  const limit = Number(given['limit'] ?? 10);
  const after = items.findIndex(({ id }) => id === given['starting_after']);
  const before = items.findIndex(({ id }) => id === given['ending_before']);
  const from = before >= 0 ? Math.max(0, before - limit) : after + 1;
  const to = before >= 0 ? before : from + limit;
  const hasMore = before >= 0 ? from > 0 : to < items.length;
  return { object: 'list', data: items.slice(from, to), has_more: hasMore, url: request.path };
}

function filtersOf({ turn, call, given }: Visit): readonly ObjectFilter[] {
  const fields = turn.shapes.fields(turn.shapes.schemaOf(call.types[0] ?? ''));
  return Object.entries(given)
    .flatMap(([name, value]): readonly ObjectFilter[] => {
      if (notFilters.has(name) || !(name in fields)) return name === 'scheduled' ? [] : lookups(name, value);
      if (isRecord(value))
        return Object.entries(operators)
          .filter(([bound]) => value[bound] !== undefined)
          .map(([bound, operator]) => ({ path: name, operator, value: Number(value[bound] as number) }));
      // Every subscription, whatever its state.
      if (name === 'status' && value === 'all') return [];
      return [{ path: name, operator: '=', value: value as string | number | boolean }];
    })
    .concat(unlessAsked(call.types, given));
}

/** Filters that are called otherwise than the field. */
function lookups(name: string, value: unknown): readonly ObjectFilter[] {
  const paths: Readonly<Record<string, string>> = {
    coupon: 'promotion.coupon',
    interval: 'recurring.interval',
    related_guarantee: '',
  };
  const path = paths[name];
  return path && typeof value === 'string' ? [{ path, operator: '=', value }] : [];
}

/** Canceled subscriptions are given when they are asked for alone. */
function unlessAsked(types: readonly string[], given: Visit['given']): readonly ObjectFilter[] {
  if (!types.includes('subscription') || given['status'] !== undefined) return [];
  return [{ path: 'status', operator: '!=', value: 'canceled' }];
}

function ownerFilter({ call, turn }: Visit, parent: StripeObject | undefined): readonly ObjectFilter[] {
  if (!parent || call.parent === undefined) return [];
  const path = call.parent.split('.').at(-1) ?? '';
  const isField = path in turn.shapes.fields(turn.shapes.schemaOf(call.types.at(-1) ?? ''));
  return isField ? [{ path, operator: '=', value: parent.id }] : [];
}

/** `GET …/search`; the page is named by how many came before it. */
export function search({ turn, call, given, request }: Visit): unknown {
  const test = searchTest(shown(given['query']));
  const found = [...turn.all(call.types[0] ?? '')].reverse().filter(test);
  const limit = Number(given['limit'] ?? 10);
  const from = Number(given['page'] ?? 0) || 0;
  const to = from + limit;
  return {
    object: 'search_result',
    data: found.slice(from, to),
    has_more: to < found.length,
    next_page: to < found.length ? String(to) : null,
    url: request.path,
  };
}
