import { isRecord } from '../json/record.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * A thin event about the change that a snapshot event is about: it names the snapshot's object, account and request.
 * `built` is a thin event of that type about some object; without one, the object's address is Stripe's usual.
 */
export function thinCounterpart(snapshot: Fields, built: object | undefined): Fields {
  const data = isRecord(snapshot['data']) ? snapshot['data'] : {};
  const object = isRecord(data['object']) ? data['object'] : {};
  const of: Fields = { ...built };
  const builtRelated = isRecord(of['related_object']) ? of['related_object'] : undefined;
  return {
    ...of,
    created: new Date(Number(snapshot['created']) * 1000).toISOString(),
    ...(typeof snapshot['account'] === 'string' && { context: snapshot['account'] }),
    reason: reasonOf(snapshot['request']),
    related_object: relatedObject(object, builtRelated, built !== undefined),
    snapshot_event: snapshot['id'],
  };
}

/** Types about a singleton, or about another object than the snapshot shows, name what they name. */
function relatedObject(object: Fields, built: Fields | undefined, isBuilt: boolean): Fields | undefined {
  const { id, object: type } = object;
  if (typeof id !== 'string' || typeof type !== 'string') return built;
  if (!isBuilt) return { id, type, url: `/v1/${type.replaceAll('.', '/')}s/${encodeURIComponent(id)}` };
  const before = built?.['id'];
  if (typeof before !== 'string' || built?.['type'] !== type) return built;
  return { id, type, url: String(built['url']).replace(before, encodeURIComponent(id)) };
}

function reasonOf(request: unknown): Fields | undefined {
  if (!isRecord(request) || request['id'] === null) return undefined;
  // Declared to be a text, also of a request that had no key.
  const keyless = request['idempotency_key'] === null;
  return { type: 'request', request: keyless ? { ...request, idempotency_key: '' } : request };
}
