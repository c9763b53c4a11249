import type { Faults } from './faults.ts';

/** A URL of the app under development, and how events are sent to it. */
export interface Target {
  /** Never changes, and is what attempts are recorded under. */
  readonly id: string;
  readonly name: string;
  readonly url: string;
  /** Event types or patterns such as `invoice.*`; `*` for all of them. */
  readonly events: readonly string[];
  /** Whose events: the own account's, those of connected accounts, or both. */
  readonly accounts: 'all' | 'own' | 'connected';
  /** Names of additional headers; their values may be credentials, so they lie with the target's secrets. */
  readonly headers: readonly string[];
  /** For the whole exchange. */
  readonly timeoutMs: number;
  readonly tls: TlsTrust;
  /** A paused target gets nothing new; what it still waits for goes on when it is resumed. */
  readonly paused: boolean;
  /** It gets what was received from this time on, in milliseconds since the Unix epoch: when it was added or resumed. */
  readonly since?: number | undefined;
  /** Events of one object are delivered one after the other, each only once the one before is settled. */
  readonly ordered: boolean;
  /** Absent: a failed delivery is not tried again. */
  readonly retries?: RetryPolicy | undefined;
  readonly signature: SignatureMode;
  /** Its own answer is what the receiver answers to the sender. */
  readonly answers: boolean;
  readonly faults: Faults;
}

/** Which certificates an `https:` target may have. */
export type TlsTrust =
  | { readonly kind: 'system' }
  /** Any, also self-signed and expired ones. */
  | { readonly kind: 'any' }
  /** Those that this file's certificate (PEM) has signed, or is. */
  | { readonly kind: 'authority'; readonly file: string };

/**
 * How `Stripe-Signature` is made: anew with the secrets of the endpoint that the event came through (`endpoint`), anew
 * with a secret of the target's own (`own`), or as it was received (`original`).
 */
export type SignatureMode = 'endpoint' | 'own' | 'original';

/** Retries as Stripe makes them, but faster. */
export interface RetryPolicy {
  readonly schedule: 'sandbox' | 'live';
  /** How many times faster than Stripe; 60 makes minutes of hours. */
  readonly speed: number;
}

/** What a target's choice of events depends on. */
export interface RoutedEvent {
  readonly type: string;
  /** The object it is about. */
  readonly objectId: string | undefined;
  /** The connected account it belongs to. */
  readonly account: string | undefined;
}

/** A target with everything at its default; give it an id that no other has. */
export function defaultTarget(id: string, url: string): Target {
  return {
    id,
    name: URL.canParse(url) ? new URL(url).host : url,
    url,
    events: ['*'],
    accounts: 'all',
    headers: [],
    // As long as Stripe is known to wait.
    timeoutMs: 30_000,
    tls: { kind: 'system' },
    paused: false,
    ordered: false,
    signature: 'endpoint',
    answers: false,
    faults: {},
  };
}

/** Whether events of this kind are routed to a target, paused or not. */
export function wants({ events, accounts }: Target, event: RoutedEvent): boolean {
  if (accounts !== 'all' && (accounts === 'connected') !== (event.account !== undefined)) return false;
  return events.some((pattern) => matchesPattern(pattern, event.type));
}

/** Whether a type fits a pattern, in which every `*` stands for any text: `customer.*` fits `customer.tax_id.created`. */
export function matchesPattern(pattern: string, type: string): boolean {
  const parts = pattern.split('*');
  const [first = ''] = parts;
  const last = parts.at(-1) ?? '';
  if (parts.length === 1) return pattern === type;
  if (!type.startsWith(first) || !type.endsWith(last) || type.length < first.length + last.length)
    return false;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = type.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= type.length - last.length;
}
