import type { ReceiptFilter } from '../../../../journal/filter.ts';
import type { EventSource } from '../../../../receiver/receipt.ts';
import { isExcluding, type ExcludingKey, type Key, type Term } from './language.ts';
import { momentOf } from './time.ts';

type Part = (values: readonly string[], now: number) => ReceiptFilter;
type Exception = (values: readonly string[]) => NonNullable<ReceiptFilter['except']>;

type Writable<T> = { -readonly [K in keyof T]: T[K] };

const one = (values: readonly string[]) => values[0] ?? '';

/** What each key asks of the journal. */
const parts = {
  type: (types) => ({ types }),
  status: (values) => statusPart(one(values)),
  object: (values) => ({ objectId: one(values) }),
  resource: (values) => ({ objectType: one(values) }),
  source: (values) => ({ sources: values as readonly EventSource[] }),
  is: (values) => isPart(one(values)),
  endpoint: (endpointIds) => ({ endpointIds }),
  connection: (values) => ({ connectionId: one(values) }),
  account: (values) => ({ account: one(values) }),
  event: (values) => ({ eventId: one(values) }),
  request: (values) => ({ requestId: one(values) }),
  run: (runs) => ({ runs }),
  after: (values, now) => ({ from: momentOf(one(values), now) }),
  before: (values, now) => ({ until: momentOf(one(values), now) }),
} satisfies Record<Key, Part>;

/** What a minus before a key asks of it. */
const exceptions: Readonly<Record<ExcludingKey, Exception>> = {
  type: (types) => ({ types }),
  source: (values) => ({ sources: values as readonly EventSource[] }),
  endpoint: (endpointIds) => ({ endpointIds }),
};

/** The journal's filter for terms; times such as `10m` are counted from `now`, in milliseconds. */
export function receiptFilter(terms: readonly Term[], now: number): ReceiptFilter {
  const words = terms.flatMap((term) => (term.kind === 'text' ? [wordOf(term.text)] : []));
  const filter: Writable<ReceiptFilter> = words.length > 0 ? { text: words.join(' ') } : {};
  for (const term of terms) {
    if (term.kind === 'text') continue;
    if (!term.not) Object.assign(filter, parts[term.key](term.values, now));
    else if (isExcluding(term.key))
      filter.except = { ...filter.except, ...exceptions[term.key](term.values) };
  }
  return filter;
}

function statusPart(value: string): ReceiptFilter {
  if (value === 'verified' || value === 'rejected') return { outcome: value };
  if (value === 'unsent') return { delivery: 'none' };
  return { delivery: value as 'delivered' | 'failed' | 'dead' };
}

function isPart(value: string): ReceiptFilter {
  if (value === 'snapshot' || value === 'thin') return { kind: value };
  return { duplicates: value === 'duplicate' ? 'only' : 'hide' };
}

/** A phrase stays one in the journal's own full-text language. */
function wordOf(text: string): string {
  return /\s/.test(text) ? `"${text.replaceAll('"', ' ')}"` : text;
}
