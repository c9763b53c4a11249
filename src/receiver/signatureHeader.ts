/** What a `Stripe-Signature` header says; `undefined` for what is not in it or cannot be read. */
export interface SignatureHeader {
  /** `t`: seconds since the Unix epoch. */
  readonly timestamp: number | undefined;
  /** The values of `v1`, in order. */
  readonly signatures: readonly string[];
  /** The names of other schemes than `v1`, e.g. `v0`, which Stripe adds to test events as a decoy. */
  readonly otherSchemes: readonly string[];
}

const schemePattern = /^v\d+$/;

/**
 * Reads a header value exactly as the SDKs do: items between commas, no white space trimmed, the last `t`
 * counts, a value ends at a second `=`. Takes any string, and never throws.
 * Source: `parseHeader` in the `stripe` package's `Webhooks.js`.
 */
export function parseSignatureHeader(value: string): SignatureHeader {
  let timestamp: number | undefined;
  const signatures: string[] = [];
  const otherSchemes: string[] = [];
  for (let start = 0; start <= value.length;) {
    const comma = value.indexOf(',', start);
    const end = comma < 0 ? value.length : comma;
    const equals = positionIn(value, '=', start, end);
    const key = value.slice(start, equals);
    const content = value.slice(equals + 1, positionIn(value, '=', equals + 1, end));
    if (key === 'v1') signatures.push(content);
    else if (key === 't') timestamp = numberOf(content);
    else if (schemePattern.test(key)) otherSchemes.push(key);
    start = end + 1;
  }
  return { timestamp, signatures, otherSchemes };
}

/** Where a character stands between two positions, or the end. */
function positionIn(value: string, character: string, start: number, end: number): number {
  const position = value.indexOf(character, start);
  return position < 0 || position > end ? end : position;
}

function numberOf(content: string): number | undefined {
  const number = Number.parseInt(content, 10);
  return Number.isFinite(number) ? number : undefined;
}
