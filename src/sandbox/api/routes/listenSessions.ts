import { socketPath, type ListenSessions } from '../../cli/sessions.ts';
import { newId } from '../../state/ids.ts';
import { ApiError } from '../apiError.ts';
import { httpUrl, listOfAtLeastOne, oneOf, optional, required, text } from '../parameters.ts';
import { route, type Route } from '../router.ts';

interface Parts {
  readonly sessions: ListenSessions;
  readonly apiVersion: string;
  readonly reconnectDelaySeconds: number;
}

const parameters = {
  device_name: required(text(500)),
  websocket_features: required(listOfAtLeastOne(oneOf(['webhooks', 'v2_events', 'request_logs']))),
  filters: optional(text()),
  forward_to_url: optional(httpUrl),
  forward_connect_to_url: optional(httpUrl),
  forward_thin_to_url: optional(httpUrl),
  forward_thin_connect_to_url: optional(httpUrl),
};

/** What `stripe listen` asks for first. Source: `pkg/stripeauth` of the open source Stripe CLI. */
export function listenSessionRoutes(parts: Parts): readonly Route[] {
  return [
    route('POST', '/v1/stripecli/sessions', parameters, (values, { host }) => {
      const created = parts.sessions.create(values.device_name, values.websocket_features);
      if (!created)
        throw new ApiError(429, 'Too many listen sessions are open: end some of them.', {
          code: 'rate_limit',
        });
      return {
        websocket_url: `ws://${host}${socketPath}`,
        websocket_id: created.session.id,
        websocket_authorized_feature: values.websocket_features.join(','),
        reconnect_delay: parts.reconnectDelaySeconds,
        secret: created.secret,
        default_version: parts.apiVersion,
        latest_version: parts.apiVersion,
        device_token: newId.deviceToken(),
        display_connect_filter_warning: false,
      };
    }),
  ];
}
