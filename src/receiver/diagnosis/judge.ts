import { summarize } from '../eventSummary.ts';
import type { EventSummary } from '../receipt.ts';
import type { ActiveSecret, Verdict } from '../verdict.ts';
import { verify, type VerifyOptions } from '../verify.ts';
import { rejections } from './rejections.ts';

/** The verdict on a request, and what its body says of itself. A right signature on something else is rejected too. */
export function judge(
  body: Uint8Array,
  header: string | readonly string[] | undefined,
  secrets: readonly ActiveSecret[],
  options: VerifyOptions,
): { readonly verdict: Verdict; readonly event: EventSummary | undefined } {
  const verdict = verify(body, header, secrets, options);
  const event = summarize(body);
  if (verdict.outcome === 'verified' && !event)
    return { verdict: rejections.notAnEvent(verdict.secret), event };
  return { verdict, event };
}
