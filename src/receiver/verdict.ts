/** The result of checking one request's `Stripe-Signature`. */
export type Verdict = Verified | Rejected;

/** A `v1` signature matched an active secret within the tolerance. */
export interface Verified {
  readonly outcome: 'verified';
  /** Whose secret matched. */
  readonly secret: SecretOwner;
  /** `t` of the header: seconds since the Unix epoch. */
  readonly timestamp: number;
}

/** Nothing matched, or the header could not be read. */
export interface Rejected {
  readonly outcome: 'rejected';
  readonly cause: RejectionCause;
  /** What happened, in one sentence. */
  readonly explanation: string;
  /** What to do next, in one sentence. */
  readonly remedy: string;
  /** Whose secret matched, when the signature is right and something else is not. */
  readonly secret?: SecretOwner;
}

/** Why a signature was not accepted; later diagnoses add to this list. */
export type RejectionCause =
  | 'no-secrets'
  | 'header-missing'
  | 'header-malformed'
  | 'scheme-missing'
  | 'no-match'
  | 'timestamp-too-old'
  | 'timestamp-in-future'
  | 'empty-body'
  | 'not-an-event';

/** Names the endpoint (or listen session) a signing secret belongs to, without the secret. */
export interface SecretOwner {
  readonly connectionId: string;
  /** `we_…`, `ed_…`, or a name such as `listen`. */
  readonly endpointId: string;
  readonly role?: SecretRole;
  /** Of the connection. */
  readonly mode?: 'test' | 'sandbox' | 'live';
  /** What a person calls it, e.g. the endpoint's URL. */
  readonly label?: string;
}

/**
 * What a secret is to its endpoint: the only or newest one, one that a roll is about to end, one that a roll or a
 * deletion has ended, or the one of a listen session.
 */
export type SecretRole = 'current' | 'retiring' | 'retired' | 'listen';

/** A signing secret and whose it is. */
export interface ActiveSecret extends SecretOwner {
  /** `whsec_…`; never logged, stored or shown. */
  readonly secret: string;
}
