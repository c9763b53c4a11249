import { shown } from '../../behaviour/behaviour.ts';
import { isRecord } from '../../json/record.ts';
import type { StripeObject } from '../../state/objects.ts';
import { ApiError } from '../apiError.ts';

type Test = (object: StripeObject) => boolean;

const clause =
  /^\s*(-?)(\w+(?:\.\w+)*)(?:\[(['"])(.+?)\3\])?\s*(:|~|>=|<=|>|<)\s*(?:(["'])((?:\\.|(?!\6).)*)\6|(-?[\d.]+|null|true|false))\s*/;

/** What a search's query asks of an object; throws ApiError for one that cannot be read. Source: https://docs.stripe.com/search */
export function searchTest(query: string): Test {
  const tests: Test[] = [];
  const joins = new Set<string>();
  let rest = query;
  for (;;) {
    const match = clause.exec(rest);
    if (!match) throw invalid(query);
    tests.push(testOf(match));
    rest = rest.slice(match[0].length);
    if (rest === '') break;
    const join = /^(AND|OR|and|or)?\s*/.exec(rest) ?? [''];
    joins.add((join[1] ?? 'AND').toUpperCase());
    rest = rest.slice(join[0].length);
  }
  if (joins.size > 1) throw invalid(query, 'AND and OR cannot be combined.');
  return joins.has('OR')
    ? (object) => tests.some((test) => test(object))
    : (object) => tests.every((test) => test(object));
}

function testOf([, negated, path = '', , key, operator = ':', , quoted, plain]: RegExpExecArray): Test {
  const wanted = quoted?.replace(/\\(.)/g, '$1') ?? (plain === 'null' ? null : (plain ?? ''));
  const test = (object: StripeObject): boolean => matches(valueIn(object, path, key), operator, wanted);
  return negated === '-' ? (object) => !test(object) : test;
}

function valueIn(object: StripeObject, path: string, key: string | undefined): unknown {
  const keys = key === undefined ? path.split('.') : [...path.split('.'), key];
  return keys.reduce<unknown>((at, name) => (isRecord(at) ? at[name] : undefined), object);
}

function matches(value: unknown, operator: string, wanted: string | null): boolean {
  if (wanted === null) return value === null || value === undefined;
  const one = shown(value).toLowerCase() || (typeof value === 'boolean' ? String(value) : '');
  if (one === '') return false;
  const other = wanted.toLowerCase();
  switch (operator) {
    case '~':
      return one.includes(other);
    case '>':
      return Number(one) > Number(other);
    case '<':
      return Number(one) < Number(other);
    case '>=':
      return Number(one) >= Number(other);
    case '<=':
      return Number(one) <= Number(other);
    default:
      return one === other;
  }
}

function invalid(query: string, why = ''): ApiError {
  return new ApiError(
    400,
    `We were unable to parse your search query (${query}). ${why}Try using the format metadata["key"]:"value" to query for metadata or key:"value" to query for other fields.`,
    { param: 'query' },
  );
}
