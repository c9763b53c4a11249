import { nearestTo } from './spelling.ts';

/** A string that is spelt as types are: `invoice.payed`, but neither `Invoice` nor `./invoice.js`. */
const TYPE_LIKE = /^[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)+$/;

/**
 * Reads event types out of source text: literals in any quotes, and names that spell a type, such as
 * `EventTypes.PaymentIntentSucceeded`, `TYPE_PAYMENT_INTENT_SUCCEEDED` or `handlePaymentIntentSucceeded`.
 */
export class EventTypeNames {
  private readonly known: ReadonlySet<string>;
  private readonly heads: ReadonlySet<string>;
  private readonly bySpelling = new Map<string, string | undefined>();

  constructor(known: ReadonlySet<string>) {
    this.known = known;
    this.heads = new Set([...known].map(headOf));
    // Two types that are spelt alike without their separators have no name.
    for (const type of known) {
      const name = squash(type);
      this.bySpelling.set(name, this.bySpelling.has(name) ? undefined : type);
    }
  }

  /** The event type of a literal's or constant's source text; `constants` are those the file itself declares. */
  read(source: string, constants: ReadonlyMap<string, string>): string | undefined {
    const literal = unquote(source);
    if (literal !== undefined) return this.ofLiteral(literal);
    // Elixir's `@paid`; other variables are not followed.
    if (source.startsWith('@')) return constants.get(source.slice(1));
    const name = lastName(source);
    // Constants and the types that hold them start with a capital; `event.type` and variables do not.
    if (name === undefined || !/^[A-Z]/.test(name)) return undefined;
    return constants.get(name) ?? this.ofConstant(name);
  }

  /** Whether a constant's name alone says which type it is. */
  isConstant(name: string): boolean {
    return this.ofConstant(name) !== undefined;
  }

  /** The event type a string names, with the prefixes that libraries put before it taken off, or a pattern `a.b.*`. */
  ofLiteral(literal: string): string | undefined {
    const type = literal.replace(/^stripe(-webhooks::|[./:])/, '');
    if (this.known.has(type)) return type;
    return type.endsWith('.*') ? this.ofPrefix(type.slice(0, -1)) : undefined;
  }

  /** The pattern for types that start with a string; undefined when none does. */
  ofPrefix(prefix: string): string | undefined {
    const head = prefix.replace(/^stripe[./:]/, '');
    if (!/^[a-z]/.test(head)) return undefined;
    for (const type of this.known) if (type.startsWith(head)) return `${head}*`;
    return undefined;
  }

  /** The type that a class is named after, `V1BillingMeterNoMeterFoundEventNotification`, or a constant. */
  ofConstant(name: string): string | undefined {
    const spelling = squash(name);
    const bare = spelling.replace(/^(stripe)?(event)?(type)?/, '');
    for (const one of [spelling, bare, bare.replace(/event(notification|handler)?$/, '')]) {
      const type = this.bySpelling.get(one);
      if (type !== undefined) return type;
    }
    return undefined;
  }

  /** The type that a method is named after: `handlePaymentIntentSucceeded`, `on_v1_billing_meter_no_meter_found`. */
  ofMethod(name: string): string | undefined {
    const [, rest] = /^(?:[oO]n|handle|process)_?([a-zA-Z]\w+)$/.exec(name) ?? [];
    return rest === undefined ? undefined : this.bySpelling.get(squash(rest));
  }

  /** The type that a string spells with underscores alone, `charge_failed`. */
  ofSnake(literal: string): string | undefined {
    return /^[a-z\d]+(_[a-z\d]+)+$/.test(literal) ? this.bySpelling.get(squash(literal)) : undefined;
  }

  /** Whether Stripe has such a type, or types that such a pattern covers. */
  isKnown(eventType: string): boolean {
    return eventType.endsWith('*') || this.known.has(eventType);
  }

  /** Whether a string that names no type was meant to: a type of a known object, or one spelt almost like a known one. */
  isMeant(literal: string): boolean {
    if (!TYPE_LIKE.test(literal) || this.known.has(literal)) return false;
    return this.heads.has(headOf(literal)) || this.nearest(literal).length > 0;
  }

  /** The known types that are spelt most like a string, the nearest first; none when all are far off. */
  nearest(literal: string): readonly string[] {
    return nearestTo(literal, this.known);
  }
}

/** What a string literal's source says, without its prefix letters and quotes; undefined when it is not one. */
export function unquote(source: string): string | undefined {
  const match = /^[a-zA-Z@$:]{0,2}("""|'''|"|'|`)([^]*)\1$/.exec(source.trim());
  return match?.[2];
}

/** The last name of `a.b.C`, `a::C`, `A['C']` or `C`. */
export function lastName(source: string): string | undefined {
  return /^[\w$.:\\?!>&@*\s-]*?([\w$]+[?!]?)$/.exec(source.trim())?.[1];
}

function headOf(type: string): string {
  return type.slice(0, type.indexOf('.'));
}

function squash(name: string): string {
  return name.replace(/[^a-zA-Z0-9]/g, '').toLowerCase();
}
