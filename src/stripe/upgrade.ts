import type { Endpoint, EndpointInput } from './endpoint.ts';
import { inputOf } from './endpointInput.ts';
import { sentence } from '../sentence.ts';

/**
 * One step of upgrading an endpoint's API version, which cannot be changed, by Stripe's own recipe: a second endpoint
 * with the same URL plus `?version=…`, which the code tells apart. Source: https://docs.stripe.com/webhooks/versioning
 */
export type UpgradeStep =
  /** Create the second endpoint, disabled. */
  | { readonly name: 'create'; readonly input: EndpointInput }
  /** Enable it: from now on each event comes in both versions. Before, the code must pass over the new one. */
  | { readonly name: 'enable'; readonly endpoint: Endpoint | undefined }
  /** Let the code handle the new version and pass over the old, then disable the old endpoint. */
  | { readonly name: 'disableOld'; readonly endpoint: Endpoint }
  /** Delete the old endpoint, once nothing has to be gone back to. */
  | { readonly name: 'deleteOld'; readonly endpoint: Endpoint };

/** Where an upgrade stands. Read off the endpoints themselves, it can be left and gone on with at any time. */
export interface UpgradePlan {
  /** The endpoint with the new version, once it exists. */
  readonly upgraded: Endpoint | undefined;
  /** What is left to do, in order; the first is next. */
  readonly steps: readonly UpgradeStep[];
}

/** The URL of the endpoint with this version; the rest of the URL stays as it is written. */
export function upgradeUrl(url: string, version: string): string {
  const [, base = '', query, fragment = ''] = /^([^?#]*)(?:\?([^#]*))?(#.*)?$/s.exec(url.trim()) ?? [];
  const others = (query ?? '').split('&').filter((part) => part !== '' && !/^version(=|$)/.test(part));
  return `${base}?${[...others, `version=${encodeURIComponent(version)}`].join('&')}${fragment}`;
}

/** Why an endpoint has no version to upgrade, in one sentence; undefined when it has. */
export function cannotUpgrade(endpoint: Endpoint): string | undefined {
  if (endpoint.payload === 'thin')
    return sentence`Thin events have no API version; fetch the object with the version that your code wants.`;
  if (endpoint.kind !== 'webhook')
    return sentence`${endpoint.target} has no URL that could tell two versions apart; upgrade it in the Dashboard.`;
  return undefined;
}

/** What upgrading an endpoint to a version takes, given the endpoints that there are. */
export function planUpgrade(old: Endpoint, version: string, endpoints: readonly Endpoint[]): UpgradePlan {
  if (old.apiVersion === version) return { upgraded: old, steps: [] };
  const input = upgradeInput(old, version);
  const upgraded = endpoints.find(
    (one) => one.url === input.url && one.apiVersion === version && one.connect === old.connect,
  );
  const left = endpoints.find(({ id }) => id === old.id);
  const retire: UpgradeStep[] = [
    ...(left?.status === 'enabled' ? [{ name: 'disableOld', endpoint: left } as const] : []),
    ...(left ? [{ name: 'deleteOld', endpoint: left } as const] : []),
  ];
  if (upgraded?.status === 'enabled') return { upgraded, steps: retire };
  const enable: UpgradeStep = { name: 'enable', endpoint: upgraded };
  return { upgraded, steps: [...(upgraded ? [] : [{ name: 'create', input } as const]), enable, ...retire] };
}

/** The second endpoint of an upgrade: as the old one, with the new version in it and in its URL, and disabled. */
function upgradeInput(old: Endpoint, version: string): EndpointInput {
  return { ...inputOf(old), url: upgradeUrl(old.url, version), apiVersion: version, disabled: true };
}
