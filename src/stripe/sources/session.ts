import { hostname } from 'node:os';
import type { Stripe } from 'stripe';
import { HumanError } from '../../humanError.ts';
import { call } from '../client/call.ts';
import { sentence } from '../../sentence.ts';

/** A listen session, as Stripe gives it. */
export interface Session {
  readonly websocketUrl: string;
  readonly websocketId: string;
  readonly feature: string;
  /** How often the client is to dial anew, in milliseconds. */
  readonly redialAfter: number;
  /** `whsec_…`: signs the events of this session. */
  readonly secret: string;
}

const path = '/v1/stripecli/sessions';
const features = { snapshot: 'webhooks', thin: 'v2_events' } as const;
const defaultRedialSeconds = 3600;

/**
 * Asks for a listen session. Stripe does not document this; the source is `pkg/stripeauth` of its open source CLI.
 * Throws a `HumanError`.
 */
export async function createSession(
  client: Stripe,
  kinds: readonly (keyof typeof features)[],
  deviceName = hostname(),
): Promise<Session> {
  const answer = (await call(sentence`start a listen session`, () =>
    client.rawRequest('POST', path, {
      device_name: deviceName,
      websocket_features: kinds.map((kind) => features[kind]),
    }),
  )) as Readonly<Record<string, unknown>>;
  const text = (name: string): string => {
    const value = answer[name];
    if (typeof value === 'string' && value !== '') return value;
    throw new HumanError(
      sentence`Could not start a listen session: Stripe's answer has no "${name}".`,
      'invalid-request',
    );
  };
  const redial = answer['reconnect_delay'];
  return {
    websocketUrl: text('websocket_url'),
    websocketId: text('websocket_id'),
    feature: text('websocket_authorized_feature'),
    redialAfter: (typeof redial === 'number' && redial > 0 ? redial : defaultRedialSeconds) * 1000,
    secret: text('secret'),
  };
}
