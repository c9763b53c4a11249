import { summarize } from '../eventSummary.ts';
import type { EventSummary, Receipt } from '../receipt.ts';
import type { ActiveSecret, Rejected, Verdict } from '../verdict.ts';
import { verify, type VerifyOptions } from '../verify.ts';
import type { Allowance } from './allowance.ts';
import { quickly } from './effort.ts';
import { explain } from './explain.ts';
import { rejections } from './rejections.ts';

/** What a rejection is explained with. */
export interface Diagnosing {
  readonly headers: Receipt['headers'];
  /** Secrets that are known and not accepted. */
  readonly known: readonly ActiveSecret[];
  readonly allowance: Allowance;
}

/**
 * The verdict on a request, and what its body says of itself. A right signature on something else is rejected too.
 * With `diagnosing`, a rejection names its cause as far as that can be found between a request and its answer.
 */
export function judge(
  body: Uint8Array,
  header: string | readonly string[] | undefined,
  secrets: readonly ActiveSecret[],
  options: VerifyOptions,
  diagnosing?: Diagnosing,
): { readonly verdict: Verdict; readonly event: EventSummary | undefined } {
  const verdict = verify(body, header, secrets, options);
  const event = summarize(body);
  if (verdict.outcome === 'verified')
    return { verdict: event ? verdict : rejections.notAnEvent(verdict.secret), event };
  const explained = diagnosing?.allowance.run((): Rejected =>
    explain(verdict, {
      body: Buffer.from(body.buffer, body.byteOffset, body.byteLength),
      header: typeof header === 'string' ? header : (header ?? []).join(','),
      headers: diagnosing.headers,
      known: diagnosing.known,
      originals: [],
      limits: quickly,
      secrets,
      ...options,
    }),
  );
  return { verdict: explained ?? verdict, event };
}
