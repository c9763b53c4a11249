import type { ReceiptFilter } from '../../filter.ts';
import { deliveryState, type ColumnValue } from '../../record/columns.ts';

/** A condition: a column of `receipt`, which has an index of its own, holds one of the values. */
export interface Criterion {
  readonly column: string;
  readonly values: readonly ColumnValue[];
}

const deliveryStates: Readonly<Record<NonNullable<ReceiptFilter['delivery']>, readonly number[]>> = {
  none: [deliveryState.none],
  delivered: [deliveryState.delivered],
  failed: [deliveryState.failed, deliveryState.dead],
  dead: [deliveryState.dead],
};

/**
 * The conditions of a filter except those on time and text. `existingTypes` gives the event types that there are,
 * for patterns to be held against.
 */
export function criteriaOf(filter: ReceiptFilter, existingTypes: () => readonly string[]): Criterion[] {
  const criteria: Criterion[] = [];
  const add = (column: string, values: readonly ColumnValue[] | undefined) => {
    if (values) criteria.push({ column, values: [...new Set(values)] });
  };
  const addOne = (column: string, value: ColumnValue | undefined) =>
    add(column, value === undefined ? undefined : [value]);
  addOne('event_id', filter.eventId);
  addOne('request_id', filter.requestId);
  addOne('object_id', filter.objectId);
  addOne('account', filter.account);
  addOne('endpoint_id', filter.endpointId);
  addOne('connection_id', filter.connectionId);
  addOne('object_type', filter.objectType);
  addOne('event_kind', filter.kind);
  addOne('verified', filter.outcome && (filter.outcome === 'verified' ? 1 : 0));
  addOne('duplicate', filter.duplicates && (filter.duplicates === 'only' ? 1 : 0));
  add('delivery', filter.delivery && deliveryStates[filter.delivery]);
  add('source', filter.sources);
  if (filter.types && !filter.types.includes('*'))
    add('event_type', typesMatching(filter.types, existingTypes));
  return criteria;
}

/** The event types meant by names and patterns. */
function typesMatching(wanted: readonly string[], existingTypes: () => readonly string[]): readonly string[] {
  const patterns = wanted.filter((type) => type.includes('*')).map(patternOf);
  const names = wanted.filter((type) => !type.includes('*'));
  if (patterns.length === 0) return names;
  return [...names, ...existingTypes().filter((type) => patterns.some((pattern) => pattern.test(type)))];
}

function patternOf(glob: string): RegExp {
  const parts = glob.split('*').map((part) => part.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join('.*')}$`, 's');
}
