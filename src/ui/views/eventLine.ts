import type { Refusal } from '../../receiver/receiver.ts';
import type { Received } from '../control/receiverControl.ts';

/**
 * The output line of a receipt, what matters most first:
 * `12:03:04.512  #7  ✓ 200 verified  payment_intent.succeeded  evt_…  pi_…  we_… · sandbox · 2 ms`.
 */
export function eventLine({ receipt, answer, id, duplicate }: Received): string {
  const { event, verdict, source } = receipt;
  const verified = verdict.outcome === 'verified';
  const facts = [
    verified ? verdict.secret.endpointId : `${verdict.explanation} ${verdict.remedy}`,
    source,
    duplicate ? 'duplicate' : undefined,
    `${answer.milliseconds.toFixed(0)} ms`,
  ];
  return columns([
    time(receipt.receivedAt),
    `#${id}`,
    `${verified ? '✓' : '✗'} ${answer.status} ${verdict.outcome}`,
    event?.type ?? 'not an event',
    event?.id,
    event?.objectId,
    facts.filter(Boolean).join(' · '),
  ]);
}

/** The output line of a request that did not get as far as a signature check. */
export function refusalLine({ at, status, sentence }: Refusal): string {
  return columns([time(at), `✗ ${status ?? 'gone'} refused`, sentence]);
}

function columns(parts: readonly (string | undefined)[]): string {
  return parts
    .filter((part) => part !== undefined)
    .map(singleLine)
    .join('  ');
}

function time(milliseconds: number): string {
  const date = new Date(milliseconds);
  const pad = (value: number, width = 2) => String(value).padStart(width, '0');
  return `${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}.${pad(date.getMilliseconds(), 3)}`;
}

// Ids and types come from whoever posted the request: control characters and line ends would forge other lines.
function singleLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ').slice(0, 400);
}
