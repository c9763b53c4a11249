import type { Endpoint } from '../stripe/endpoint.ts';
import { handles, type Handler } from './handler.ts';

/** What coverage is told from. */
export interface CoverageInput {
  readonly endpoints: readonly Endpoint[];
  readonly handlers: readonly Handler[];
  /** How often each type was received. */
  readonly received: ReadonlyMap<string, number>;
  /** Every type that Stripe has. */
  readonly types: readonly string[];
}

/** An event type, the code that handles it, and how often it came. */
export interface CoveredType {
  readonly type: string;
  readonly handlers: readonly Handler[];
  readonly received: number;
}

/** What an endpoint subscribes to, and what of it the code handles. */
export interface EndpointCoverage {
  readonly endpoint: Endpoint;
  /** Whether it subscribes to all types: then only those that came are counted as not handled. */
  readonly all: boolean;
  readonly handled: readonly CoveredType[];
  readonly notHandled: readonly CoveredType[];
}

/** How subscriptions, code and what arrives fit together. */
export interface Coverage {
  readonly endpoints: readonly EndpointCoverage[];
  /** Handled by the code, and sent to no endpoint. */
  readonly notSubscribed: readonly CoveredType[];
  /** Received, and handled nowhere. */
  readonly receivedNotHandled: readonly CoveredType[];
}

/** Holds what endpoints subscribe to against what the code handles and what was received. */
export function coverageOf({ endpoints, handlers, received, types }: CoverageInput): Coverage {
  const covered = (type: string): CoveredType => ({
    type,
    handlers: handlers.filter((handler) => handles(handler, type)),
    received: received.get(type) ?? 0,
  });
  const handledTypes = [...new Set([...types, ...received.keys()])]
    .map(covered)
    .filter((one) => one.handlers.length > 0);
  const subscribed = new Set(endpoints.flatMap(({ events }) => events));
  return {
    endpoints: endpoints.map((endpoint) => coverageOfEndpoint(endpoint, covered, handledTypes, received)),
    notSubscribed: subscribed.has('*')
      ? []
      : // A pattern handles many types; only those that the code names ask to be subscribed to.
        handledTypes.filter(
          ({ type, handlers: of }) => !subscribed.has(type) && of.some((one) => one.eventType === type),
        ),
    receivedNotHandled: byType([...received.keys()].map(covered).filter((one) => one.handlers.length === 0)),
  };
}

function coverageOfEndpoint(
  endpoint: Endpoint,
  covered: (type: string) => CoveredType,
  handledTypes: readonly CoveredType[],
  received: ReadonlyMap<string, number>,
): EndpointCoverage {
  const all = endpoint.events.includes('*');
  const wanted = all ? [...received.keys()].map(covered) : endpoint.events.map(covered);
  return {
    endpoint,
    all,
    handled: byType(all ? handledTypes : wanted.filter((one) => one.handlers.length > 0)),
    notHandled: byType(wanted.filter((one) => one.handlers.length === 0)),
  };
}

function byType(types: readonly CoveredType[]): readonly CoveredType[] {
  return types.toSorted((a, b) => a.type.localeCompare(b.type));
}
