import type { BodyStep } from './diagnosis/body/candidates.ts';
import type { JsonWriterId } from './diagnosis/body/jsonWriters.ts';
import type { SecretFormId } from './diagnosis/secret/forms.ts';

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

/** Nothing matched, or the header could not be read. Plain JSON, so that it can be kept as it is. */
export interface Rejected {
  readonly outcome: 'rejected';
  readonly cause: RejectionCause;
  /** What happened, in a sentence or two. */
  readonly explanation: string;
  /** What to do next, in a sentence or two. */
  readonly remedy: string;
  /** Whose secret matched, when the signature is right, or would be if something else were. */
  readonly secret?: SecretOwner;
  /** True when it was tried: with the cause undone, the signature is right. */
  readonly proven?: true;
  /** What was done to the body after it was signed, the last first; see `bodyFixes`. */
  readonly body?: readonly BodyStep[];
  /** Who writes JSON like this body, the likeliest first, when it was written anew. */
  readonly writers?: readonly JsonWriterId[];
}

/** Why a signature was not accepted. */
export type RejectionCause =
  | 'no-secrets'
  | 'header-missing'
  | 'header-renamed'
  | 'header-malformed'
  | 'header-folded'
  | 'header-truncated'
  | 'scheme-missing'
  /** The signature is that of another endpoint that is known. */
  | 'secret-of-other-endpoint'
  | 'secret-of-other-mode'
  | 'secret-of-listen-session'
  /** Of a secret that a roll or a deletion has ended. */
  | 'secret-retired'
  /** What was given as a secret is none. */
  | 'secret-of-other-kind'
  | SecretFormId
  | 'timestamp-too-old'
  | 'timestamp-in-future'
  | 'empty-body'
  /** What `body` says was done to the body. */
  | 'body-changed'
  | 'body-truncated'
  /** The body was parsed, and what was verified is how a language prints an object. */
  | 'body-printed'
  | 'not-an-event'
  /** The signature is right, but the event is read as one of the other kind. */
  | 'thin-event'
  | 'snapshot-event'
  | 'no-match';

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
