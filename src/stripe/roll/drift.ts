import type { Endpoint, EndpointChange } from '../endpoint.ts';

/**
 * What was changed on the old endpoint since it was copied and so belongs on the new one too. Where both were
 * changed, the new one is right: it is the one that stays.
 */
export function drift(base: Endpoint, old: Endpoint, fresh: Endpoint): EndpointChange {
  const moved = (essence: (endpoint: Endpoint) => string | undefined) =>
    essence(old) !== essence(base) && essence(fresh) === essence(base);
  const keys = [...new Set([...Object.keys(base.metadata), ...Object.keys(old.metadata)])];
  const metadata = keys
    .filter((key) => moved(({ metadata }) => metadata[key]))
    .map((key) => [key, old.metadata[key] ?? ''] as const);
  return {
    ...(moved(({ url }) => url) ? { url: old.url } : {}),
    ...(moved(({ events }) => [...events].sort().join()) ? { events: old.events } : {}),
    ...(moved(({ description }) => description) ? { description: old.description ?? '' } : {}),
    ...(metadata.length > 0 ? { metadata: Object.fromEntries(metadata) } : {}),
  };
}
