import type { Clock } from '../../delivery/clock.ts';
import { newId } from '../state/ids.ts';
import type { Identity } from '../state/settings.ts';
import type { Store } from '../state/store.ts';
import { authenticate, checkAccount } from './authentication.ts';
import { ApiError, apiErrors } from './apiError.ts';
import { decodeForm, FormError, type FormRecord } from './form.ts';
import { fingerprintOf, idempotent } from './idempotent.ts';
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
    try {
      return this.dispatch(request, requestId, headers);
    } catch (error) {
      if (!(error instanceof ApiError)) this.parts.onFault(error);
      const apiError = error instanceof ApiError ? error : apiErrors.internal();
      if (apiError.status === 401) headers['WWW-Authenticate'] = 'Basic realm="Stripe"';
      return { status: apiError.status, headers, body: json(apiError.body()) };
    }
  }

  private dispatch(request: RawRequest, requestId: string, headers: Record<string, string>): RawAnswer {
    const { identity, routes } = this.parts;
    authenticate(request.headers['authorization'], identity.testKey);
    checkAccount(request.headers['stripe-account'], identity.accountId, identity.testKey);
    headers['Stripe-Version'] = versionOf(request.headers['stripe-version']) ?? this.parts.apiVersion;
    const [path = '', query = ''] = splitOnce(request.target, '?');
    const found = findRoute(routes, request.method, path);
    if (!found) throw apiErrors.noRoute(request.method, path);
    const form = formOf(query, request);
    const context = {
      method: request.method as Method,
      path,
      pathValues: found.pathValues,
      requestId,
      host: request.headers['host'] ?? '',
    };
    const run = () => json(found.route.run(form, context));
    // A change and the answer that its key stands for are kept together, or a crash between would repeat it.
    return this.parts.store.transaction(() => this.run(request, form, run, { path, requestId, headers }));
  }

  private run(
    request: RawRequest,
    form: FormRecord,
    run: () => string,
    { path, requestId, headers }: { path: string; requestId: string; headers: Record<string, string> },
  ): RawAnswer {
    const { store, clock } = this.parts;
    const key = request.method === 'POST' ? request.headers['idempotency-key'] : undefined;
    if (key === undefined) return { status: 200, headers, body: run() };
    headers['Idempotency-Key'] = key;
    const asked = { route: path, fingerprint: fingerprintOf(form) };
    const kept = idempotent(store.idempotency, key, asked, clock.now(), { requestId, run });
    if (kept.requestId !== requestId) {
      headers['Idempotent-Replayed'] = 'true';
      headers['Original-Request'] = kept.requestId;
    }
    return { status: kept.status, headers, body: kept.body };
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

function formOf(query: string, request: RawRequest): FormRecord {
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (request.body.length > 0 && type !== undefined && type !== 'application/x-www-form-urlencoded')
    throw apiErrors.contentType();
  try {
    return decodeForm([query, request.body.toString('utf8')].filter((part) => part !== '').join('&'));
  } catch (error) {
    throw error instanceof FormError ? apiErrors.badForm(error.message) : error;
  }
}

function splitOnce(whole: string, separator: string): readonly string[] {
  const at = whole.indexOf(separator);
  return at < 0 ? [whole] : [whole.slice(0, at), whole.slice(at + 1)];
}
