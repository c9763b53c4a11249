/** The names under which the signing secrets of sources are kept, in place of an endpoint's id. */
export const sourceSecretIds = {
  /** Made by Stripe for this device; events of a listen session carry its signature. */
  listen: 'listen',
  /** Made on this machine: it says that this extension read the event from Stripe's API, and nothing else. */
  polling: 'polling',
} as const;
