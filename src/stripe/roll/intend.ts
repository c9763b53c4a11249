import { randomUUID } from 'node:crypto';
import { endpointLimit } from '../endpoint.ts';
import type { Endpoint } from '../endpoint.ts';
import { metadataLimits } from '../endpointInput.ts';
import { HumanError } from '../../humanError.ts';
import type { Roll, RollPlan } from '../rollState.ts';
import { sentence } from '../../sentence.ts';

/** What names an endpoint to roll. */
export type Rollable = Pick<Endpoint, 'id' | 'api' | 'url'>;

/** A new roll of an endpoint as it is now, not yet written down. */
export function intend(connectionId: string, old: Endpoint, plan: RollPlan, now: number): Roll {
  return {
    id: randomUUID(),
    connectionId,
    way: plan.way,
    startedAt: now,
    ...('until' in plan && plan.until !== undefined ? { until: plan.until } : {}),
    old,
    state:
      plan.way === 'dashboard'
        ? { name: 'awaitingSecret' }
        : { name: 'intended', idempotencyKey: randomUUID(), keyMadeAt: now },
  };
}

/** Throws a `HumanError` when this way is not possible for such an endpoint. */
export function refuseWay({ api, url }: Rollable, { way }: RollPlan): void {
  if (api !== 'v1' && way !== 'dashboard')
    throw new HumanError(
      sentence`${url} is an event destination; roll its secret in the Dashboard.`,
      'input',
    );
}

/** The endpoint as it is now, or a `HumanError` that says why it cannot be rolled by a second endpoint. */
export function rollable(all: readonly Endpoint[], { id, url }: Rollable): Endpoint {
  const current = all.find((endpoint) => endpoint.id === id);
  if (!current)
    throw new HumanError(sentence`The endpoint ${url} was deleted elsewhere; refresh.`, 'not-found');
  if (all.length >= endpointLimit)
    throw new HumanError(
      sentence`Rolling the secret of ${current.url} needs a second endpoint for a while, and the account has its ${endpointLimit} already; delete one that is not used, or roll in the Dashboard.`,
      'endpoint-limit',
    );
  if (Object.keys(current.metadata).length >= metadataLimits.keys)
    throw new HumanError(
      sentence`Rolling the secret of ${current.url} needs one metadata key, and it has ${metadataLimits.keys} already; remove one, then roll.`,
      'input',
    );
  return current;
}
