import type { Clock } from '../../delivery/clock.ts';
import { newId } from '../state/ids.ts';
import type { Identity } from '../state/settings.ts';
import type { Store } from '../state/store.ts';
import { authenticate, checkAccount } from './authentication.ts';
import { ApiError, apiErrors, type Api } from './apiError.ts';
import { fingerprintOf, idempotent, type Outcome } from './idempotent.ts';
import { givenIn } from './given.ts';
import type { Given } from './parameters.ts';
import { meterStreamPath } from './routes/meterEvents.ts';
import { findRoute, type Method, type Route } from './router.ts';

/** An HTTP request, read to its end. */
export interface RawRequest {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

/** The answer to it. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

interface ServiceParts {
  readonly routes: readonly Route[];
  readonly identity: Identity;
  readonly store: Store;
  readonly apiVersion: string;
  readonly clock: Clock;
  /** Told of errors that are the sandbox's own fault. */
  readonly onFault: (error: unknown) => void;
}

/** Answers API requests; knows nothing of sockets. */
export class ApiService {
  private readonly parts: ServiceParts;

  constructor(parts: ServiceParts) {
    this.parts = parts;
  }

  /** Never throws: every failure is an answer in Stripe's shape. */
  answer(request: RawRequest): RawAnswer {
    const requestId = newId.request();
    const headers: Record<string, string> = {
      'Content-Type': 'application/json',
      'Cache-Control': 'no-cache, no-store',
      'Request-Id': requestId,
      'Stripe-Version': this.parts.apiVersion,
    };
    const api: Api = request.target.startsWith('/v2/') ? 'v2' : 'v1';
    try {
      return this.dispatch(request, api, requestId, headers);
    } catch (error) {
      if (!(error instanceof ApiError)) this.parts.onFault(error);
      const apiError = error instanceof ApiError ? error : apiErrors.internal();
      const { status, body } = apiError.answer(api);
      if (status === 401) headers['WWW-Authenticate'] = 'Basic realm="Stripe"';
      // The SDKs repeat a request that was answered with 409, unless they are told that it is no use.
      if (status === 409) headers['Stripe-Should-Retry'] = 'false';
      return { status, headers, body: json(body) };
    }
  }

  private dispatch(
    request: RawRequest,
    api: Api,
    requestId: string,
    headers: Record<string, string>,
  ): RawAnswer {
    const { identity, routes } = this.parts;
    const [path = '', query = ''] = splitOnce(request.target, '?');
    const token = path === meterStreamPath ? this.parts.store.settings.meterToken() : undefined;
    authenticate(request.headers['authorization'], identity.testKey, token);
    const account = this.accountOf(request.headers['stripe-account']);
    headers['Stripe-Version'] = versionOf(request.headers['stripe-version']) ?? this.parts.apiVersion;
    const found = findRoute(routes, request.method, path);
    if (!found) throw apiErrors.noRoute(request.method, path);
    const given = givenIn(query, request, api);
    const key = idempotencyKeyOf(request, api);
    const context = {
      method: request.method as Method,
      path,
      query,
      idempotencyKey: key,
      account,
      pathValues: found.pathValues,
      requestId,
      host: request.headers['host'] ?? '',
    };
    const run = () => outcomeOf(() => found.route.run(given, context), api);
    const route = request.method === 'POST' ? path : `${request.method} ${path}`;
    // A change and the answer that its key stands for are kept together, or a crash between would repeat it.
    return this.parts.store.transaction(() => this.run(key, given, run, { route, requestId, headers }));
  }

  /** The connected account that a request names; throws ApiError for one that is not the sandbox's. */
  private accountOf(named: string | undefined): string | null {
    const { identity, store } = this.parts;
    if (named !== undefined && store.objects.get('account', named)?.deleted === false) return named;
    checkAccount(named, identity.accountId, identity.testKey);
    return null;
  }

  private run(
    key: string | undefined,
    given: Given,
    run: () => Outcome,
    { route, requestId, headers }: { route: string; requestId: string; headers: Record<string, string> },
  ): RawAnswer {
    const { store, clock } = this.parts;
    if (key === undefined) return { ...run(), headers };
    headers['Idempotency-Key'] = key;
    const asked = { route, fingerprint: fingerprintOf(given) };
    const kept = idempotent(store.idempotency, key, asked, clock.now(), { requestId, run });
    if (kept.requestId !== requestId) {
      headers['Idempotent-Replayed'] = 'true';
      headers['Original-Request'] = kept.requestId;
    }
    return { status: kept.status, headers, body: kept.body };
  }
}

/** An error that leaves its traces is an outcome like any other. */
function outcomeOf(run: () => unknown, api: Api): Outcome {
  try {
    return { status: 200, body: json(run()) };
  } catch (error) {
    if (!(error instanceof ApiError) || !error.keepsChanges) throw error;
    const { status, body } = error.answer(api);
    return { status, body: json(body) };
  }
}

/** As Stripe sends it: two spaces, a line end. */
function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function versionOf(header: string | undefined): string | undefined {
  if (header === undefined || /^\d{4}-\d{2}-\d{2}(\.[a-z_]+)?(;.*)?$/.test(header)) return header;
  throw new ApiError(400, `Invalid Stripe API version: ${header}`);
}

/** v1 heeds keys of POSTs, v2 of DELETEs too. Source: https://docs.stripe.com/api-v2-overview */
function idempotencyKeyOf({ method, headers }: RawRequest, api: Api): string | undefined {
  return method === 'POST' || (api === 'v2' && method === 'DELETE') ? headers['idempotency-key'] : undefined;
}

function splitOnce(whole: string, separator: string): readonly string[] {
  const at = whole.indexOf(separator);
  return at < 0 ? [whole] : [whole.slice(0, at), whole.slice(at + 1)];
}
