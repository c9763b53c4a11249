import type { ServerResponse } from 'node:http';
import type { PassedAnswer } from '../answer.ts';
import type { Verdict } from '../verdict.ts';
import { sentence } from '../../sentence.ts';

const JSON_TYPE = 'application/json; charset=utf-8';
const TEXT_TYPE = 'text/plain; charset=utf-8';
const RECEIVED = Buffer.from('{"received":true}');

/** About one connection, not about the answer. Source: RFC 9110, section 7.6.1. */
const hopByHop: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'keep-alive',
  'proxy-authenticate',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** The receiver's own answer: 200 to a verified event, 400 with the cause to any other. */
export function ownAnswer(verdict: Verdict): PassedAnswer {
  const headers = [['Content-Type', JSON_TYPE]] as const;
  if (verdict.outcome === 'verified') return { status: 200, headers, body: RECEIVED };
  const { cause, explanation, remedy } = verdict;
  return { status: 400, headers, body: json({ received: false, cause, explanation, remedy }) };
}

/** The answer when the target's own was wanted and cannot be had. The event is stored all the same. */
export function noTargetAnswer(error: unknown): PassedAnswer {
  const why = error instanceof Error ? error.message : String(error);
  const text = sentence`The event is stored, but its target gave no answer that could be passed on: ${why}`;
  return { status: 502, headers: [['Content-Type', TEXT_TYPE]], body: Buffer.from(`${text}\n`) };
}

/** Sends an answer; throws, with nothing sent, when HTTP does not allow its status or headers. */
export function send(response: ServerResponse, answer: PassedAnswer, closing: boolean): void {
  const { status, headers = [], body = new Uint8Array() } = answer;
  if (!Number.isInteger(status) || status < 200 || status > 599)
    throw new Error(`${status} is not a status that ends a request.`);
  const kept = headers.filter(([name]) => !hopByHop.has(name.toLowerCase()));
  const length = status === 204 || status === 304 ? [] : [['Content-Length', String(body.byteLength)]];
  const lines = [...kept, ...length, ...(closing ? [['Connection', 'close']] : [])];
  response.writeHead(status, lines.flat());
  response.end(body);
}

function json(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}
