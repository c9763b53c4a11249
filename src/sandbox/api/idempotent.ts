import { createHash } from 'node:crypto';
import type { IdempotencyStore, IdempotentAnswer } from '../state/idempotency.ts';
import { ApiError } from './apiError.ts';
import { listOf } from './form.ts';
import type { Given } from './parameters.ts';

const longestKey = 255;

/** What a request came to. */
export interface Outcome {
  readonly status: number;
  readonly body: string;
}

/**
 * Runs a request once per key, and gives the kept answer after that. A request that fails its checks is not
 * kept, so that it can be corrected under the same key, as at Stripe.
 */
export function idempotent(
  store: IdempotencyStore,
  key: string,
  request: Pick<IdempotentAnswer, 'route' | 'fingerprint'>,
  nowMs: number,
  execution: { readonly requestId: string; readonly run: () => Outcome },
): IdempotentAnswer {
  if (key.length > longestKey)
    throw idempotencyError(`The idempotency key is longer than ${longestKey} characters.`);
  const kept = store.get(key, nowMs);
  if (kept && kept.route !== request.route)
    throw idempotencyError(
      `Keys for idempotent requests can only be used for the same endpoint they were first used for ('${request.route}' does not match '${kept.route}'). Try using a key other than '${key}' if you meant to execute a different request.`,
    );
  if (kept && kept.fingerprint !== request.fingerprint)
    throw idempotencyError(
      `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
    );
  if (kept) return kept;
  const answer = { ...request, ...execution.run(), requestId: execution.requestId };
  store.set(key, answer, nowMs);
  return answer;
}

/** The same for the same parameters, in whatever order they were sent. */
export function fingerprintOf(given: Given): string {
  return createHash('sha256')
    .update(JSON.stringify(sorted(given)))
    .digest('hex');
}

function sorted(value: unknown): unknown {
  // `a[]=` and `a[0]=` are the same list.
  const items = Object.keys(value ?? {}).length > 0 ? listOf(value) : undefined;
  if (items) return items.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, each]) => [key, sorted(each)]);
}

function idempotencyError(message: string): ApiError {
  return new ApiError(400, message, { type: 'idempotency_error' });
}
