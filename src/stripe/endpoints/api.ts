import type { Endpoint, EndpointChange, EndpointInput } from '../endpoint.ts';

/** What the shape of an endpoint needs besides Stripe's answer. */
export interface Owner {
  readonly connectionId: string;
  /** Whether a secret of this endpoint is stored on this machine. */
  secretKnown(id: string): boolean;
}

/** A new endpoint with the secret that Stripe gives only now. */
export interface Created {
  readonly id: string;
  readonly secret: string | undefined;
  /** The endpoint; asked for after its secret is stored, so that it says whether it is. */
  shape(): Endpoint;
}

/** The calls that v1 webhook endpoints and v2 event destinations both have. They throw what the SDK throws. */
export interface EndpointApi {
  list(signal?: AbortSignal): Promise<readonly Endpoint[]>;
  retrieve(id: string): Promise<Endpoint>;
  create(input: EndpointInput, idempotencyKey: string): Promise<Created>;
  update(id: string, change: EndpointChange): Promise<Endpoint>;
  setDisabled(id: string, disabled: boolean): Promise<Endpoint>;
  delete(id: string): Promise<void>;
}
