import { isLoopbackHost } from './connection.ts';
import { missingPermission } from './errors/missingPermission.ts';
import { HumanError } from '../humanError.ts';
import type { HumanErrorReason } from '../humanError.ts';
import { scrub } from './scrub.ts';
import { sentence } from '../sentence.ts';

/** The fields of the SDK's `StripeError` that are read here; told by `type`, so that the SDK need not be loaded. */
interface StripeErrorLike extends Error {
  readonly type: string;
  readonly rawType?: string;
  readonly code?: string;
  readonly param?: string;
  readonly statusCode?: number;
  readonly requestId?: string;
  readonly detail?: unknown;
}

/** Whether the SDK threw this because of an answer from Stripe, or the lack of one. */
export function isStripeError(error: unknown): error is StripeErrorLike {
  return error instanceof Error && 'type' in error && typeof error.type === 'string' && 'raw' in error;
}

/** What kind of failure this is. Source: https://docs.stripe.com/api/errors and the SDK's `generateV1Error`. */
export function reasonOf(error: unknown): HumanErrorReason {
  if (error instanceof HumanError) return error.reason;
  if (!isStripeError(error)) return 'unknown';
  if (error.type === 'StripeConnectionError')
    return systemCode(error) === 'ETIMEDOUT' ? 'timeout' : 'offline';
  if (error.type === 'StripeIdempotencyError' || error.rawType === 'idempotency_error') return 'idempotency';
  if (error.type === 'StripeAuthenticationError') return 'authentication';
  if (error.type === 'StripePermissionError') return 'permission';
  if (error.type === 'StripeRateLimitError' || error.statusCode === 429) return 'rate-limit';
  if (error.code === 'resource_missing' || error.statusCode === 404) return 'not-found';
  if (error.statusCode === undefined || error.statusCode >= 500 || error.statusCode === 409) return 'server';
  return 'invalid-request';
}

/**
 * Turns a failure into one sentence. `doing` completes "Could not …", e.g. `create the endpoint https://…`.
 * A `HumanError` is given back as it is. Neither the message nor the cause holds a key or secret.
 */
export function explain(error: unknown, doing: string): HumanError {
  if (error instanceof HumanError) return error;
  const reason = reasonOf(error);
  const text = isStripeError(error) ? sentenceFor(reason, error) : unexpected(error);
  return new HumanError(scrub(sentence`Could not ${doing}: ${text}`), reason, {
    cause: scrubbedCause(error),
  });
}

function sentenceFor(reason: HumanErrorReason, error: StripeErrorLike): string {
  const said = `"${error.message.trim()}"`;
  switch (reason) {
    case 'authentication':
      return sentence`Stripe does not accept the API key (${said}); add the connection again with a current key.`;
    case 'permission':
      return `${missingPermission(error.message)}.`;
    case 'rate-limit':
      return sentence`Stripe is getting too many requests from this account; wait a moment and try again.`;
    case 'offline':
      return offline(error);
    case 'timeout':
      return sentence`Stripe did not answer in time; check the network and try again.`;
    case 'not-found':
      return sentence`Stripe does not know it (${said}); it may have been deleted elsewhere, so refresh.`;
    case 'idempotency':
      return sentence`an earlier attempt is in the way; refresh to see what it did, then try again.`;
    case 'invalid-request':
      return error.param
        ? sentence`Stripe says ${said} about "${error.param}"; correct it and try again.`
        : sentence`Stripe says ${said}; correct it and try again.`;
    case 'server':
      return sentence`Stripe had a problem (${serverDetail(error)}); try again, and see https://status.stripe.com if it stays.`;
    default:
      return unexpected(error);
  }
}

function unexpected(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return sentence`something unexpected happened (${message}); see the log.`;
}

function serverDetail(error: StripeErrorLike): string {
  const status = error.statusCode === undefined ? error.message : `HTTP ${error.statusCode}`;
  return error.requestId ? sentence`${status}, request ${error.requestId}` : status;
}

function offline(error: StripeErrorLike): string {
  const { hostname, address, port } = networkDetail(error);
  const host = hostname ?? address ?? 'Stripe';
  const code = systemCode(error);
  const why = code ? ` (${code})` : '';
  if (isLoopbackHost(host))
    return sentence`nothing answers at ${port ? `${host}:${port}` : host}${why}; start the sandbox and try again.`;
  return sentence`${host} cannot be reached${why}; check the network or proxy and try again.`;
}

interface NetworkDetail {
  readonly hostname?: string;
  readonly address?: string;
  readonly port?: number;
  readonly code?: string;
}

/** Node's own error: the SDK keeps it as `detail`, or one deeper when the answer broke off; several addresses come as `errors`. */
function networkDetail(error: StripeErrorLike): NetworkDetail {
  const detail = error.detail as
    { exception?: NetworkDetail | null; errors?: readonly NetworkDetail[] } | undefined;
  return detail?.exception ?? detail?.errors?.[0] ?? (detail as NetworkDetail | undefined) ?? {};
}

function systemCode(error: StripeErrorLike): string | undefined {
  return networkDetail(error).code;
}

/** A copy for the log: what the SDK throws also carries the raw answer, which may hold a new signing secret. */
function scrubbedCause(error: unknown): unknown {
  if (!(error instanceof Error)) return undefined;
  const cause = new Error(scrub(error.message));
  cause.name = isStripeError(error) ? error.type : error.name;
  cause.stack = error.stack === undefined ? undefined : scrub(error.stack);
  return cause;
}
