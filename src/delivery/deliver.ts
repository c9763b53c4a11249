import * as http from 'node:http';
import * as https from 'node:https';
import type { Attempt, AttemptResponse } from './attempt.ts';
import { deliveryError } from './errors/deliveryError.ts';

/** At most this much of an answer is read and kept. */
export const maximumAnswerBytes = 64 * 1024;

/** One POST of an event to a URL. */
export interface DeliveryRequest {
  readonly url: string;
  /** Sent as it is. */
  readonly body: Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
  /** For the whole exchange, from look-up to the end of the answer. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  /** Which certificates are trusted beside the system's. */
  readonly tls?: TlsOptions;
  /** Drops the connection when the answer begins to arrive, as if the network had failed then. */
  readonly dropAnswer?: boolean;
}

/** Trust in certificates of local servers. */
export interface TlsOptions {
  /** False: any certificate will do. */
  readonly rejectUnauthorized?: boolean;
  /** In PEM, in place of the system's authorities. */
  readonly ca?: string | Uint8Array;
}

/**
 * Posts a body to a URL and tells what came of it. Never rejects: a network error is a sentence in the Attempt.
 * Redirects are not followed, as Stripe does not. Every delivery has its own connection: on a kept one, a
 * connection that the app dropped after doing its work cannot be told from one that was already gone.
 */
export async function deliver(request: DeliveryRequest): Promise<Attempt> {
  const startedAt = Date.now();
  const start = performance.now();
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(), request.timeoutMs);
  const signals = request.signal ? [timeout.signal, request.signal] : [timeout.signal];
  let response: AttemptResponse | undefined;
  let error: string | undefined;
  try {
    response = await exchange(request, AbortSignal.any(signals));
  } catch (cause) {
    error = deliveryError(cause, request.url, {
      cancelled: request.signal?.aborted ?? false,
      timedOut: timeout.signal.aborted,
      dropped: cause instanceof Dropped,
      timeoutMs: request.timeoutMs,
    });
  } finally {
    clearTimeout(timer);
  }
  return { startedAt, url: request.url, milliseconds: performance.now() - start, response, error };
}

class Dropped extends Error {}

function exchange(request: DeliveryRequest, signal: AbortSignal): Promise<AttemptResponse> {
  return new Promise((resolve, reject) => {
    const url = new URL(request.url);
    const client = url.protocol === 'https:' ? https : http;
    const headers = { ...request.headers, 'Content-Length': String(request.body.length) };
    const { rejectUnauthorized = true, ca } = request.tls ?? {};
    const trust = {
      rejectUnauthorized,
      ...(ca !== undefined && { ca: typeof ca === 'string' ? ca : Buffer.from(ca) }),
    };
    const outgoing = client.request(url, { method: 'POST', headers, agent: false, signal, ...trust });
    outgoing.on('error', reject);
    outgoing.on('response', (incoming) => {
      if (request.dropAnswer) outgoing.destroy(new Dropped());
      else readAnswer(incoming).then(resolve, reject);
    });
    // To an answer that changes the protocol Node emits this in place of a response, and neither error nor end after it.
    outgoing.on('upgrade', (incoming, socket) => {
      socket.destroy();
      resolve(answerOf(incoming, []));
    });
    outgoing.end(request.body);
  });
}

function readAnswer(incoming: http.IncomingMessage): Promise<AttemptResponse> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const finish = (): void => resolve(answerOf(incoming, chunks));
    incoming.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      length += chunk.length;
      if (length < maximumAnswerBytes) return;
      finish();
      incoming.destroy();
    });
    incoming.on('end', finish);
    incoming.on('error', reject);
  });
}

function answerOf(incoming: http.IncomingMessage, chunks: readonly Buffer[]): AttemptResponse {
  return {
    status: incoming.statusCode ?? 0,
    headers: headerPairs(incoming.rawHeaders),
    body: Buffer.concat(chunks).subarray(0, maximumAnswerBytes),
  };
}

function headerPairs(raw: readonly string[]): [string, string][] {
  const pairs: [string, string][] = [];
  for (let index = 0; index + 1 < raw.length; index += 2)
    pairs.push([raw[index] ?? '', raw[index + 1] ?? '']);
  return pairs;
}
