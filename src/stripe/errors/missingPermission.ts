import { sentence } from '../../sentence.ts';

/**
 * What a key lacks, out of Stripe's refusal, as the start of a sentence and what to do about it. Stripe's messages name
 * permissions as `rak_webhook_read`, one or several, or as `"Prices Read" ('plan_read')`; some name none.
 */
export function missingPermission(message: string): string {
  if (/not available for use by restricted keys/i.test(message))
    return sentence`Stripe allows this to no restricted key; use a secret key (sk_…)`;
  const names = missingPermissions(message);
  if (names.length === 0)
    return sentence`the API key lacks a permission ("${message.trim()}"); allow it for this key in the Dashboard, or use another key`;
  const list = names
    .map(readable)
    .join(/\bone of\b|' or '/i.test(message) ? sentence` or ` : sentence` and `);
  return names.length === 1
    ? sentence`the API key lacks the permission ${list}; allow it for this key in the Dashboard, or use another key`
    : sentence`the API key lacks the permissions ${list}; allow them for this key in the Dashboard, or use another key`;
}

/** The permissions that Stripe's refusal names, e.g. `['rak_webhook_write']`. */
function missingPermissions(message: string): readonly string[] {
  const titled = [...message.matchAll(/"([^"]+)" \('(\w+)'\)/g)].map(
    ([, title, name]) => `${name} (${title})`,
  );
  const plain = titled.length > 0 ? [] : (message.match(/\brak_\w+/g) ?? []);
  return [...new Set([...titled, ...plain])];
}

/** What the Dashboard calls the resources that this product needs, where the name differs from the permission's. */
const resources: Readonly<Record<string, string>> = { webhook: 'Webhook Endpoints', event: 'Events' };

function readable(name: string): string {
  const [, resource = '', access = ''] = /^rak_(\w+)_(read|write)$/.exec(name) ?? [];
  const title = resources[resource];
  return title === undefined ? name : `${name} (${title}: ${access === 'read' ? 'Read' : 'Write'})`;
}
