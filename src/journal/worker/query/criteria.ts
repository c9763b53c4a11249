import type { ReceiptFilter } from '../../filter.ts';
import { deliveryState, type ColumnValue } from '../../record/columns.ts';

/** A condition: a column of `receipt`, which has an index of its own, holds one of the values, or none if one is null. */
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
 * The conditions of a filter except those on time and text. `existing` gives the values that there are in a column,
 * for patterns to be held against.
 */
export function criteriaOf(
  filter: ReceiptFilter,
  existing: (column: string) => readonly string[],
): Criterion[] {
  const criteria: Criterion[] = [];
  const add = (column: string, values: readonly ColumnValue[] | undefined) => {
    if (values) criteria.push({ column, values: [...new Set(values)] });
  };
  const addOne = (column: string, value: ColumnValue | undefined) =>
    add(column, value === undefined ? undefined : [value]);
  addOne('event_id', filter.eventId);
  addOne('request_id', filter.requestId);
  add('run_id', filter.runs && matching(filter.runs, () => existing('run_id')));
  addOne('object_id', filter.objectId);
  addOne('account', filter.account);
  add('endpoint_id', filter.endpointIds);
  addOne('connection_id', filter.connectionId);
  addOne('object_type', filter.objectType);
  addOne('event_kind', filter.kind);
  addOne('verified', filter.outcome && (filter.outcome === 'verified' ? 1 : 0));
  addOne('duplicate', filter.duplicates && (filter.duplicates === 'only' ? 1 : 0));
  add('delivery', filter.delivery && deliveryStates[filter.delivery]);
  add('source', filter.sources);
  if (filter.types && !filter.types.includes('*'))
    add(
      'event_type',
      matching(filter.types, () => existing('event_type')),
    );
  const addOthers = (column: string, unwanted: readonly string[] | undefined, none: readonly null[]) => {
    const rest = unwanted && others(existing(column), unwanted);
    add(column, rest && [...rest, ...none]);
  };
  addOthers('event_type', filter.except?.types, [null]);
  addOthers('source', filter.except?.sources, []);
  addOthers('endpoint_id', filter.except?.endpointIds, [null]);
  return criteria;
}

/** Every value but the unwanted ones; undefined when there is none of those. */
function others(existing: readonly string[], unwanted: readonly string[]): readonly string[] | undefined {
  const patterns = unwanted.map(patternOf);
  const rest = existing.filter((name) => !patterns.some((pattern) => pattern.test(name)));
  return rest.length === existing.length ? undefined : rest;
}

/** The values meant by names and patterns. */
function matching(wanted: readonly string[], existing: () => readonly string[]): readonly string[] {
  const patterns = wanted.filter((name) => name.includes('*')).map(patternOf);
  const names = wanted.filter((name) => !name.includes('*'));
  if (patterns.length === 0) return names;
  return [...names, ...existing().filter((name) => patterns.some((pattern) => pattern.test(name)))];
}

function patternOf(glob: string): RegExp {
  const parts = glob.split('*').map((part) => part.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join('.*')}$`, 's');
}
