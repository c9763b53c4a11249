import type { EventType, RelatedObjectType, SchemaCatalogue } from '../../stripe/catalogue.ts';
import type { ThinPayload } from '../eventPayload.ts';
import { ruleTree } from '../rules/rule.ts';
import { ObjectBuilder } from './objectBuilder.ts';
import type { World } from './world.ts';

export interface ThinOptions {
  readonly account: string | undefined;
  /** `null` for an event that no API request caused. */
  readonly requestId: string | null;
  /** Whether to include `data`, which Stripe does not send but returns from `/v2/core/events/{id}`. */
  readonly withData: boolean;
  /** Whether there is a snapshot event about the same change. */
  readonly hasSnapshot: boolean;
}

/** A thin event: it names its object, which the receiver then fetches. */
export function thinEvent(
  type: EventType,
  world: World,
  schemas: SchemaCatalogue,
  options: ThinOptions,
): ThinPayload {
  const [data] = options.withData ? type.schemas : [];
  return {
    id: world.id('v2.core.event', `${type.type} ${world.now}`),
    object: 'v2.core.event',
    ...(options.account !== undefined && { context: options.account }),
    created: new Date(world.now * 1000).toISOString(),
    ...(data !== undefined && { data: new ObjectBuilder(schemas, world).build(data, ruleTree()) }),
    livemode: false,
    ...(options.requestId !== null && {
      reason: {
        type: 'request' as const,
        request: {
          id: options.requestId,
          idempotency_key: world.seed.uuid(`idempotency key ${type.type} ${world.now}`),
        },
      },
    }),
    ...(type.relatedObject && { related_object: relatedObject(type.relatedObject, world) }),
    ...(options.hasSnapshot && {
      snapshot_event: world.id('event', `${type.type.replace(/^v1\./, '')} ${world.now}`),
    }),
    type: type.type,
  };
}

function relatedObject(related: RelatedObjectType, world: World): NonNullable<ThinPayload['related_object']> {
  const id = world.id(related.type);
  const template =
    related.path ?? `/v1/${related.type.replaceAll('.', '/')}${related.singleton ? '' : 's/{id}'}`;
  // Parents in the path are called `accountId`, `customerId`; the `{id}` of a singleton is its parent's, too.
  const url = template.replace(/\{(\w+)\}/g, (_, parameter: string) => {
    if (parameter === 'id') return related.singleton ? world.id('customer') : id;
    const parent = parameter.replace(/Id$/, '');
    return world.id(parent === 'fee' ? 'application_fee' : parent);
  });
  return related.singleton ? { type: related.type, url } : { id, type: related.type, url };
}
