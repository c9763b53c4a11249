import type { Rejected, SecretOwner } from '../verdict.ts';
import { timeFinding, type Timing } from './clock.ts';
import { sentence } from '../../sentence.ts';

/** Every way a request can be rejected, with its explanation and remedy. */
export const rejections = {
  headerMissing: () =>
    rejected(
      'header-missing',
      sentence`The request has no Stripe-Signature header.`,
      sentence`Send events from Stripe, the sandbox or the trigger command; if a proxy stands in between, let it pass this header on.`,
    ),
  headerMalformed: () =>
    rejected(
      'header-malformed',
      sentence`The Stripe-Signature header has no readable time (“t=<seconds>”).`,
      sentence`Pass the header on unchanged: one line of the form “t=…,v1=…”, without quotes or line breaks.`,
    ),
  schemeMissing: (others: readonly string[]) =>
    others.length > 0
      ? rejected(
          'scheme-missing',
          sentence`The Stripe-Signature header has no “v1” signature, only ${[...new Set(others)].slice(0, 3).join(', ')}.`,
          sentence`Pass the whole header on, or sign with v1; v0 is a decoy that Stripe adds to test events, and proves nothing.`,
        )
      : rejected(
          'scheme-missing',
          sentence`The Stripe-Signature header has a time but no “v1” signature.`,
          sentence`Pass the whole header on; it may have been cut off after the time.`,
        ),
  signatureUnreadable: () =>
    rejected(
      'header-malformed',
      sentence`The Stripe-Signature header has a “v1” that is empty or not in hex, at which Stripe’s SDK for Node gives up.`,
      sentence`Pass the header on unchanged: one line of the form “t=…,v1=…”.`,
    ),
  emptyBody: () =>
    rejected(
      'empty-body',
      sentence`The request has a signature but no body.`,
      sentence`Forward the raw body; something between the sender and this address has consumed it.`,
    ),
  noSecrets: () =>
    rejected(
      'no-secrets',
      sentence`No signing secret is known, so no signature can be checked.`,
      sentence`Create an endpoint here, or add the signing secret (whsec_…) of the endpoint that sends this event.`,
    ),
  noMatch: (tried: number) =>
    rejected(
      'no-match',
      tried === 1
        ? sentence`No “v1” signature fits this body with the one known signing secret.`
        : sentence`No “v1” signature fits this body with any of the ${tried} known signing secrets.`,
      sentence`Add the signing secret of the endpoint that sent this event, and make sure that nothing in between changes the body.`,
    ),
  /** The time is too far from now, one way or the other. */
  time: (timing: Timing, secret: SecretOwner) => {
    const { explanation, remedy } = timeFinding(timing);
    const cause = timing.age > 0 ? 'timestamp-too-old' : 'timestamp-in-future';
    return rejected(cause, explanation, remedy, secret);
  },
  notAnEvent: (secret: SecretOwner) =>
    rejected(
      'not-an-event',
      sentence`The signature is right, but the body is not a Stripe event.`,
      sentence`Send a JSON object with “object” set to “event” or “v2.core.event”, and with an “id” and a “type”.`,
      secret,
    ),
  thinEvent: (secret: SecretOwner) =>
    rejected(
      'thin-event',
      sentence`The signature is right, but this is a thin event, which constructEvent and its like refuse.`,
      sentence`Read it with parseEventNotification of a Stripe client (parse_event_notification in Python and Ruby), and fetch what it is about; or subscribe to snapshot events.`,
      secret,
    ),
  snapshotEvent: (secret: SecretOwner) =>
    rejected(
      'snapshot-event',
      sentence`The signature is right, but this is a snapshot event, which parseEventNotification and its like refuse.`,
      sentence`Read it with constructEvent (construct_event in Python and Ruby), or subscribe to thin events.`,
      secret,
    ),
} as const satisfies Record<string, (...args: never[]) => Rejected>;

/** A rejection, built from its parts. */
export function rejected(
  cause: Rejected['cause'],
  explanation: string,
  remedy: string,
  secret?: SecretOwner,
): Rejected {
  return { outcome: 'rejected', cause, explanation, remedy, ...(secret && { secret }) };
}
