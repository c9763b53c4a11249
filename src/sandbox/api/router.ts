import { readParameters, type Given, type Parameters, type Values } from './parameters.ts';

export type Method = 'GET' | 'POST' | 'DELETE';

/** What a handler may know of a request besides its parameters. */
export interface ApiRequest {
  readonly method: Method;
  readonly path: string;
  /** Without the `?`. */
  readonly query: string;
  /** The values of the path's `{…}` parts. */
  readonly pathValues: Readonly<Record<string, string>>;
  readonly requestId: string;
  readonly idempotencyKey: string | undefined;
  /** The connected account that the request is for, or null for the sandbox's own. */
  readonly account: string | null;
  /** The origin that the client reached, e.g. `127.0.0.1:12111`. */
  readonly host: string;
}

/** One row of the route table. */
export interface Route {
  readonly method: Method;
  /** e.g. `/v1/webhook_endpoints/{id}` */
  readonly path: string;
  /** Gives the answer's JSON; throws ApiError. */
  readonly run: (given: Given, request: ApiRequest) => unknown;
}

/** A route whose handler gets its parameters read and checked. */
export function route<P extends Parameters>(
  method: Method,
  path: string,
  parameters: P,
  handle: (values: Values<P>, request: ApiRequest) => unknown,
): Route {
  return { method, path, run: (given, request) => handle(readParameters(parameters, given), request) };
}

/** Finds the route for a path; a literal part is preferred to a `{…}` one by the order of the table. */
export function findRoute(
  routes: readonly Route[],
  method: string,
  path: string,
): { readonly route: Route; readonly pathValues: Readonly<Record<string, string>> } | undefined {
  const parts = path.split('/');
  for (const candidate of routes) {
    if (candidate.method !== method) continue;
    const pathValues = match(candidate.path.split('/'), parts);
    if (pathValues) return { route: candidate, pathValues };
  }
  return undefined;
}

function match(
  pattern: readonly string[],
  parts: readonly string[],
): Readonly<Record<string, string>> | undefined {
  if (pattern.length !== parts.length) return undefined;
  const values: Record<string, string> = {};
  for (const [index, expected] of pattern.entries()) {
    const part = parts[index] ?? '';
    if (!expected.startsWith('{')) {
      if (expected !== part) return undefined;
    } else {
      const value = decoded(part);
      if (!value) return undefined;
      values[expected.slice(1, -1)] = value;
    }
  }
  return values;
}

function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}
