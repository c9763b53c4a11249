/**
 * Reads event types out of source text: literals in any quotes, and constants whose name spells a type, such as
 * `EventTypes.PaymentIntentSucceeded` or `TYPE_PAYMENT_INTENT_SUCCEEDED`.
 */
export class EventTypeNames {
  private readonly known: ReadonlySet<string>;
  private readonly byConstant = new Map<string, string | undefined>();

  constructor(known: ReadonlySet<string>) {
    this.known = known;
    // Two types that are spelt alike without their separators name no constant.
    for (const type of known) {
      const name = squash(type);
      this.byConstant.set(name, this.byConstant.has(name) ? undefined : type);
    }
  }

  /** The event type of a literal's or constant's source text; `constants` are those the file itself declares. */
  read(source: string, constants: ReadonlyMap<string, string>): string | undefined {
    const literal = unquote(source);
    if (literal !== undefined) return this.ofLiteral(literal);
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
    if (!/^[a-z]/.test(prefix)) return undefined;
    for (const type of this.known) if (type.startsWith(prefix)) return `${prefix}*`;
    return undefined;
  }

  private ofConstant(name: string): string | undefined {
    const squashed = squash(name);
    return (
      this.byConstant.get(squashed) ?? this.byConstant.get(squashed.replace(/^(stripe)?(event)?(type)?/, ''))
    );
  }
}

/** What a string literal's source says, without its prefix letters and quotes; undefined when it is not one. */
export function unquote(source: string): string | undefined {
  const match = /^[a-zA-Z]{0,2}("""|'''|"|'|`)([^]*)\1$/.exec(source.trim());
  return match?.[2];
}

/** The last name of `a.b.C`, `a::C`, `A['C']` or `C`. */
export function lastName(source: string): string | undefined {
  return /^[\w$.:\\?!>\s-]*?([\w$]+)$/.exec(source.trim())?.[1];
}

function squash(name: string): string {
  return name.replace(/[^a-zA-Z0-9]/g, '').toLowerCase();
}
