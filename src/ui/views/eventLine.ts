import { succeeded } from '../../delivery/attempt.ts';
import type { Delivered } from '../../delivery/dispatcher.ts';
import type { Refusal } from '../../receiver/receiver.ts';
import { scrub } from '../../stripe/scrub.ts';
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

/**
 * The output line of what a target answered, below the line of the receipt:
 * `12:03:04.519  #7  → ✗ 500 localhost:3000  payment_intent.succeeded  TypeError: … · 8 ms · next try at 12:03:14.519`.
 */
export function deliveredLine({ receiptId, type, target, attempt, retryAt, fault }: Delivered): string {
  const { startedAt, milliseconds, response, error } = attempt;
  const taken = succeeded(attempt);
  const facts = [
    error ?? (taken || !response ? undefined : excerpt(response.body)),
    fault && `fault: ${fault}`,
    `${milliseconds.toFixed(0)} ms`,
    retryAt === undefined ? undefined : `next try at ${time(retryAt)}`,
  ];
  return columns([
    time(startedAt + milliseconds),
    `#${receiptId}`,
    `→ ${taken ? '✓' : '✗'} ${response?.status ?? 'no answer'} ${target.name}`,
    type,
    facts.filter(Boolean).join(' · '),
  ]);
}

const excerptLength = 160;

/** The beginning of an answer's body in one line, an error page's without its tags, and without keys and secrets. */
export function excerpt(body: Uint8Array): string {
  const text = new TextDecoder().decode(body.subarray(0, 4 * 1024));
  const isPage = /^\s*</.test(text);
  const words = isPage
    ? text.replace(/<(head|style|script)\b[^]*?<\/\1>/gi, ' ').replace(/<[^>]*>/g, ' ')
    : text;
  const line = scrub(words.replace(/\s+/g, ' ').trim());
  return line.length > excerptLength ? `${line.slice(0, excerptLength)}…` : line;
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
