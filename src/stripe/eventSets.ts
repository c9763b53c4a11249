/**
 * Event types that are commonly wanted together. A pattern is a type's name or, with `*` at its end, the beginning of
 * names; what a catalogue does not have is left out, so a set never names a type that Stripe does not send.
 */
export interface EventSet {
  readonly id: 'payments' | 'checkout' | 'subscriptions' | 'connect' | 'disputes' | 'payouts';
  readonly patterns: readonly string[];
}

/** The ready-made sets, in the order to offer them. They hold for snapshot and thin types alike. */
export const eventSets = [
  {
    id: 'payments',
    patterns: [
      'payment_intent.*',
      'setup_intent.*',
      'charge.succeeded',
      'charge.failed',
      'charge.refunded',
      'refund.*',
    ],
  },
  { id: 'checkout', patterns: ['checkout.session.*'] },
  {
    id: 'subscriptions',
    patterns: ['customer.subscription.*', 'subscription_schedule.*', 'invoice.*', 'invoice_payment.*'],
  },
  {
    id: 'connect',
    patterns: [
      'account.*',
      'capability.updated',
      'person.*',
      'application_fee.*',
      'transfer.*',
      'v2.core.account*',
    ],
  },
  { id: 'disputes', patterns: ['charge.dispute.*', 'radar.early_fraud_warning.*', 'review.*'] },
  { id: 'payouts', patterns: ['payout.*', 'balance.available', 'v2.money_management.payout*'] },
] as const satisfies readonly EventSet[];

/** The types of a set among those given, in the order given. */
export function typesOfSet(set: EventSet, types: readonly string[]): readonly string[] {
  return types.filter((type) => set.patterns.some((pattern) => matches(pattern, type)));
}

/** The types that a pattern such as `customer.*` stands for, in the order given; a name without `*` stands for itself. */
export function expandWildcard(pattern: string, types: readonly string[]): readonly string[] {
  return types.filter((type) => matchesEventType(pattern, type));
}

/** Types with the same beginning. */
export interface WildcardGroup {
  /** e.g. `customer.*` or `customer.subscription.*`. */
  readonly pattern: string;
  readonly types: readonly string[];
}

/** Every beginning that at least two of the types share up to a dot, as a pattern, sorted by it. */
export function wildcardGroups(types: readonly string[]): readonly WildcardGroup[] {
  const groups = new Map<string, string[]>();
  for (const type of types)
    for (const pattern of patternsOf(type)) groups.set(pattern, [...(groups.get(pattern) ?? []), type]);
  return [...groups]
    .filter(([, members]) => members.length > 1)
    .map(([pattern, members]) => ({ pattern, types: members }))
    .sort((a, b) => (a.pattern < b.pattern ? -1 : 1));
}

function patternsOf(type: string): readonly string[] {
  // Dots within brackets belong to a field, as in `v2.core.account[configuration.merchant].updated`.
  const dots = [...type.matchAll(/\.(?![^[]*\])/g)].map(({ index }) => `${type.slice(0, index)}.*`);
  // `v1.*` and `v2.*` are API versions, not things that happen.
  return dots.filter((pattern) => !/^v\d+\.\*$/.test(pattern));
}

/** Thin types of v1 resources have the name of the snapshot type behind `v1.`. */
function matches(pattern: string, type: string): boolean {
  return matchesEventType(pattern, type) || matchesEventType(`v1.${pattern}`, type);
}

/** Whether a type is the one named, or begins as a pattern with `*` at its end does. */
export function matchesEventType(pattern: string, type: string): boolean {
  return pattern.endsWith('*') ? type.startsWith(pattern.slice(0, -1)) : type === pattern;
}
