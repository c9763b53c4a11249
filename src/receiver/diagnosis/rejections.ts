import type { Rejected, SecretOwner } from '../verdict.ts';
import { duration } from './duration.ts';

/** Every way a request can be rejected, with its explanation and remedy. */
export const rejections = {
  headerMissing: () =>
    rejected(
      'header-missing',
      'The request has no Stripe-Signature header.',
      'Send events from Stripe, the sandbox or the trigger command; if a proxy stands in between, let it pass this header on.',
    ),
  headerMalformed: () =>
    rejected(
      'header-malformed',
      'The Stripe-Signature header has no readable time (“t=<seconds>”).',
      'Pass the header on unchanged: one line of the form “t=…,v1=…”, without quotes or line breaks.',
    ),
  schemeMissing: (others: readonly string[]) =>
    rejected(
      'scheme-missing',
      others.length > 0
        ? `The Stripe-Signature header has no “v1” signature, only ${[...new Set(others)].slice(0, 3).join(', ')}.`
        : 'The Stripe-Signature header has a time but no “v1” signature.',
      'Pass the whole header on; it may have been cut off after the time.',
    ),
  emptyBody: () =>
    rejected(
      'empty-body',
      'The request has a signature but no body.',
      'Forward the raw body; something between the sender and this address has consumed it.',
    ),
  noSecrets: () =>
    rejected(
      'no-secrets',
      'No signing secret is known, so no signature can be checked.',
      'Create an endpoint here, or add the signing secret (whsec_…) of the endpoint that sends this event.',
    ),
  noMatch: (tried: number) =>
    rejected(
      'no-match',
      `No “v1” signature fits this body with ${tried === 1 ? 'the one known signing secret' : `any of the ${tried} known signing secrets`}.`,
      'Add the signing secret of the endpoint that sent this event, and make sure that nothing in between changes the body.',
    ),
  tooOld: (age: number, tolerance: number, secret: SecretOwner) =>
    rejected(
      'timestamp-too-old',
      `The signature is right, but it was made ${duration(age)} ago, and only ${duration(tolerance)} are accepted.`,
      'Send the event again with a fresh signature, or set this computer’s clock if it is wrong.',
      secret,
    ),
  inFuture: (ahead: number, tolerance: number, secret: SecretOwner) =>
    rejected(
      'timestamp-in-future',
      `The signature is right, but its time is ${duration(ahead)} in the future, and only ${duration(tolerance)} are accepted.`,
      'Set the clocks of this computer and of the sender to the right time.',
      secret,
    ),
  notAnEvent: (secret: SecretOwner) =>
    rejected(
      'not-an-event',
      'The signature is right, but the body is not a Stripe event.',
      'Send a JSON object with “object” set to “event” or “v2.core.event”, and with an “id” and a “type”.',
      secret,
    ),
} as const satisfies Record<string, (...args: never[]) => Rejected>;

function rejected(
  cause: Rejected['cause'],
  explanation: string,
  remedy: string,
  secret?: SecretOwner,
): Rejected {
  return { outcome: 'rejected', cause, explanation, remedy, ...(secret && { secret }) };
}
