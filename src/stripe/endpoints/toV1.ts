import type { Stripe } from 'stripe';
import type { EndpointChange, EndpointInput } from '../endpoint.ts';

/** The parameters of `POST /v1/webhook_endpoints`. */
export function toCreateParams(input: EndpointInput): Stripe.WebhookEndpointCreateParams {
  return {
    url: input.url.trim(),
    // The SDK's unions are what its own version knows; an account may have newer types and older versions.
    enabled_events: [...input.events] as Stripe.WebhookEndpointCreateParams.EnabledEvent[],
    ...(input.description ? { description: input.description } : {}),
    ...(input.apiVersion === undefined
      ? {}
      : { api_version: input.apiVersion as Stripe.WebhookEndpointCreateParams.ApiVersion }),
    ...(input.connect ? { connect: true } : {}),
    ...(input.metadata === undefined ? {} : { metadata: { ...input.metadata } }),
  };
}

/** The parameters of `POST /v1/webhook_endpoints/{id}`. */
export function toUpdateParams(change: EndpointChange): Stripe.WebhookEndpointUpdateParams {
  return {
    ...(change.url === undefined ? {} : { url: change.url.trim() }),
    ...(change.events === undefined
      ? {}
      : { enabled_events: [...change.events] as Stripe.WebhookEndpointUpdateParams.EnabledEvent[] }),
    ...(change.description === undefined ? {} : { description: change.description }),
    ...(change.metadata === undefined ? {} : { metadata: { ...change.metadata } }),
  };
}
