import { HumanError } from '../../humanError.ts';
import type { Endpoint, EndpointListing } from '../endpoint.ts';

type Part = PromiseSettledResult<readonly Endpoint[]>;

/**
 * One list of both APIs' endpoints, the newest first. A key that may read only one of them gets that one, and is told;
 * any other failure is thrown, since half a list would look like endpoints gone.
 */
export function merge(v1: Part, v2: Part): EndpointListing {
  if (v1.status === 'fulfilled' && v2.status === 'fulfilled')
    return { endpoints: together(v1.value, v2.value) };
  if (v1.status === 'fulfilled' && v2.status === 'rejected') {
    // An API origin without event destinations has none that could be missing.
    if (reason(v2) === 'not-found') return { endpoints: v1.value };
    if (reason(v2) === 'permission') return { endpoints: v1.value, incomplete: v2.reason as HumanError };
    throw v2.reason;
  }
  if (v2.status === 'fulfilled' && v1.status === 'rejected' && reason(v1) === 'permission')
    return { endpoints: together([], v2.value), incomplete: v1.reason as HumanError };
  throw (v1 as PromiseRejectedResult).reason;
}

/** Stripe lists webhook endpoints among event destinations too; what both list is shown as v1 has it. */
function together(v1: readonly Endpoint[], v2: readonly Endpoint[]): readonly Endpoint[] {
  const listed = new Set(v1.map(({ id }) => id));
  return [...v1, ...v2.filter(({ id }) => !listed.has(id))].sort((a, b) => b.created - a.created);
}

function reason({ reason: error }: PromiseRejectedResult): string {
  return error instanceof HumanError ? error.reason : 'unknown';
}
