import { thoroughly, type EffortLimits } from './diagnosis/effort.ts';
import { explain } from './diagnosis/explain.ts';
import { rejections } from './diagnosis/rejections.ts';
import { summarize } from './eventSummary.ts';
import type { ActiveSecret, Verdict, Verified } from './verdict.ts';
import { verify } from './verify.ts';

/** A request, or what an app made of it, whose signature is to be explained. */
export interface DiagnoseInput {
  /** The body as it was verified; a string counts as UTF-8. */
  readonly body: Uint8Array | string;
  /** The value of `Stripe-Signature`; taken from `headers` when not given. */
  readonly header?: string | readonly string[] | undefined;
  /** All headers of the request, as pairs. */
  readonly headers?: readonly (readonly [name: string, value: string])[] | undefined;
  /** The secrets that the signature is checked with, exactly as they are configured. */
  readonly secrets: readonly ActiveSecret[];
  /** Other secrets that are known, such as those of other endpoints, modes and rolls. */
  readonly known?: readonly ActiveSecret[] | undefined;
  /** The same event as it was received elsewhere, byte by byte. */
  readonly originals?: readonly Uint8Array[] | undefined;
  /** The kind of event that the app expects; a right signature on the other kind is rejected. */
  readonly readAs?: 'snapshot' | 'thin' | undefined;
  /** Milliseconds since the Unix epoch; default now. */
  readonly now?: number | undefined;
  /** Default 300. */
  readonly toleranceSeconds?: number | undefined;
  /** The age on arrival, in seconds, of a request that was verified just before. */
  readonly othersAge?: number | undefined;
  /** How much is tried; default about a second of work at most. */
  readonly limits?: EffortLimits | undefined;
}

/**
 * Says whether a signature is right, and if not, why, and what to do: it looks for what has to be undone in the
 * header, the secret or the body for the signature to fit. Accepts what `verify` accepts and is an event. The verdict
 * never holds a secret.
 */
export function diagnose(input: DiagnoseInput): Verdict {
  const {
    secrets,
    known = [],
    originals = [],
    headers = [],
    toleranceSeconds = 300,
    now = Date.now(),
  } = input;
  const body = Buffer.from(input.body);
  const header = valueOf(input.header ?? signaturesIn(headers));
  const nowSeconds = Math.floor(now / 1000);
  const verdict = verify(body, header, secrets, { toleranceSeconds, nowSeconds, othersAge: input.othersAge });
  if (verdict.outcome === 'verified') return readable(body, verdict, input.readAs);
  const limits = input.limits ?? thoroughly;
  const time = { nowSeconds, toleranceSeconds };
  return explain(verdict, { body, header, headers, secrets, known, originals, limits, ...time });
}

function signaturesIn(headers: readonly (readonly [string, string])[]): readonly string[] {
  return headers.filter(([name]) => name.toLowerCase() === 'stripe-signature').map(([, value]) => value);
}

function valueOf(header: string | readonly string[]): string {
  return typeof header === 'string' ? header : header.join(',');
}

/** A right signature on what cannot be read as wanted is no use. */
function readable(body: Buffer, verdict: Verified, readAs: DiagnoseInput['readAs']): Verdict {
  const event = summarize(body);
  if (!event) return rejections.notAnEvent(verdict.secret);
  if (readAs === undefined || readAs === event.kind) return verdict;
  return event.kind === 'thin'
    ? rejections.thinEvent(verdict.secret)
    : rejections.snapshotEvent(verdict.secret);
}
