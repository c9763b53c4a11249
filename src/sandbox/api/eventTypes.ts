import type { EventCatalogueLike } from '../options.ts';
import { apiErrors } from './apiError.ts';
import { text, type Reader } from './parameters.ts';

/**
 * How many endpoints an account may have. That v1 webhook endpoints and v2 event destinations count together is
 * an assumption. Source of the number: https://docs.stripe.com/webhooks
 */
export const maximumEndpoints = 16;

/** Reads an event type that an endpoint may choose; snapshot endpoints may choose all at once, with `*`. */
export function eventTypeReader(catalogue: EventCatalogueLike, kind: 'snapshot' | 'thin'): Reader<string> {
  const known = new Set(catalogue.eventTypes.filter((each) => each.kind === kind).map(({ type }) => type));
  return (value, name) => {
    const type = text()(value, name);
    if (type === '*' && kind === 'snapshot') return type;
    if (type === '*')
      throw apiErrors.invalid(
        name,
        `Invalid ${name}: thin events cannot be selected all at once; name each type.`,
      );
    if (!known.has(type))
      throw apiErrors.invalid(
        name,
        `Invalid ${name}: ${type} is not an event type that an endpoint can get${kind === 'thin' ? ' as a thin event' : ''}.`,
      );
    return type;
  };
}

/** Each type once, in the order given. */
export function unique(types: readonly string[]): readonly string[] {
  return [...new Set(types)];
}
