import type { FullReceipt, JournalledAttempt, NewAttempt } from '../entry.ts';
import type { EventRun, EventSource, Receipt, RunKind } from '../../receiver/receipt.ts';
import { summarize } from '../../receiver/eventSummary.ts';
import type { Verdict } from '../../receiver/verdict.ts';
import { redactBody, redactHeaders, redactKeys, redactUrl } from './redact.ts';
import { sentence } from '../../sentence.ts';

/** The first line of an exported session. */
export const sessionHeader = { format: 'stripe-webhooks-session', version: 1 } as const;

/** Why a line cannot be imported, in one sentence. */
export class BadLine extends Error {}

/** What a line of a session holds. */
export interface SessionEntry {
  readonly receipt: Receipt;
  readonly attempts: readonly NewAttempt[];
}

type Fields = Readonly<Record<string, unknown>>;
type Bytes = { readonly text: string } | { readonly base64: string };

const sources: ReadonlySet<unknown> = new Set<EventSource>([
  'http',
  'listen',
  'polling',
  'sandbox',
  'trigger',
  'replay',
]);

/** In milliseconds since the Unix epoch. */
const LAST_MOMENT = 8.64e15;

const runKinds: ReadonlySet<unknown> = new Set<RunKind>(['scenario', 'fixture', 'trigger']);

/** A receipt with its attempts as one line of JSON, secrets and credentials removed. */
export function encodeEntry(receipt: FullReceipt, attempts: readonly JournalledAttempt[]): string {
  return JSON.stringify({
    receivedAt: receipt.receivedAt,
    source: receipt.source,
    path: redactUrl(receipt.path),
    headers: redactHeaders(receipt.headers),
    body: encodeBytes(redactBody(receipt.body, receipt.event?.livemode ?? false)),
    verdict: JSON.parse(redactKeys(JSON.stringify(receipt.verdict))) as Verdict,
    run: receipt.run && { ...receipt.run, name: redactKeys(receipt.run.name) },
    attempts: attempts.map(({ response, ...attempt }) => ({
      target: redactUrl(attempt.target),
      startedAt: attempt.startedAt,
      url: redactUrl(attempt.url),
      milliseconds: attempt.milliseconds,
      dead: attempt.dead,
      error: attempt.error === undefined ? undefined : redactKeys(attempt.error),
      response: response && {
        status: response.status,
        headers: redactHeaders(response.headers),
        body: encodeBytes(redactBody(response.body, true)),
      },
    })),
  });
}

/** The receipt and the attempts of a line; undefined for the first line of a session. Throws `BadLine`. */
export function decodeEntry(line: string): SessionEntry | undefined {
  const entry = parsed(line);
  if (entry['format'] !== undefined) return checkHeader(entry);
  const body = bytesIn(entry, 'body');
  const receipt: Receipt = {
    receivedAt: momentIn(entry, 'receivedAt'),
    source: sourceIn(entry),
    path: textIn(entry, 'path'),
    headers: headersIn(entry),
    body,
    verdict: verdictIn(entry),
    event: summarize(body),
    run: runIn(entry),
  };
  return { receipt, attempts: listIn(entry, 'attempts').map(attemptOf) };
}

function checkHeader({ format, version }: Fields): undefined {
  if (format !== sessionHeader.format) throw new BadLine(sentence`It belongs to another kind of file.`);
  if (version !== sessionHeader.version)
    throw new BadLine(sentence`The file was written by a newer version of this extension.`);
  return undefined;
}

/** Text where it is text, which a person can read and search. */
function encodeBytes(bytes: Uint8Array): Bytes {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = buffer.toString('utf8');
  return Buffer.from(text, 'utf8').equals(buffer) ? { text } : { base64: buffer.toString('base64') };
}

function parsed(line: string): Fields {
  try {
    return fields(JSON.parse(line), sentence`The line`);
  } catch (error) {
    throw error instanceof BadLine ? error : new BadLine(sentence`It is not JSON.`);
  }
}

function attemptOf(value: unknown): NewAttempt {
  const attempt = fields(value, sentence`An attempt`);
  const response = attempt['response'] === undefined ? undefined : fields(attempt['response'], '“response”');
  return {
    target: textIn(attempt, 'target'),
    startedAt: momentIn(attempt, 'startedAt'),
    url: textIn(attempt, 'url'),
    milliseconds: numberIn(attempt, 'milliseconds'),
    dead: attempt['dead'] === true,
    error: attempt['error'] === undefined ? undefined : textIn(attempt, 'error'),
    response: response && {
      status: countIn(response, 'status'),
      headers: headersIn(response),
      body: bytesIn(response, 'body'),
    },
  };
}

/** The verdict of whoever received the event: the secret is not here, so it cannot be judged again. */
function verdictIn(entry: Fields): Verdict {
  const verdict = fields(entry['verdict'], '“verdict”');
  const outcome = verdict['outcome'];
  const owner = verdict['secret'] === undefined ? undefined : fields(verdict['secret'], '“secret”');
  const secret = owner && {
    connectionId: textIn(owner, 'connectionId'),
    endpointId: textIn(owner, 'endpointId'),
  };
  if (outcome === 'verified' && secret) return { outcome, secret, timestamp: momentIn(verdict, 'timestamp') };
  if (outcome !== 'rejected') throw new BadLine(sentence`“verdict” is neither verified nor rejected.`);
  for (const field of ['cause', 'explanation', 'remedy']) textIn(verdict, field);
  for (const field of ['body', 'writers']) if (verdict[field] !== undefined) listIn(verdict, field);
  return verdict as unknown as Verdict;
}

function runIn(entry: Fields): EventRun | undefined {
  if (entry['run'] === undefined) return undefined;
  const run = fields(entry['run'], '“run”');
  if (!runKinds.has(run['kind'])) throw new BadLine(sentence`“run” is of no kind that is known.`);
  return {
    id: textIn(run, 'id'),
    kind: run['kind'] as RunKind,
    name: textIn(run, 'name'),
    ...(run['step'] !== undefined && { step: countIn(run, 'step') }),
    ...(run['steps'] !== undefined && { steps: countIn(run, 'steps') }),
  };
}

function sourceIn(entry: Fields): EventSource {
  if (!sources.has(entry['source'])) throw new BadLine(sentence`“source” is not one that is known.`);
  return entry['source'] as EventSource;
}

function headersIn(entry: Fields): Receipt['headers'] {
  return listIn(entry, 'headers').map((pair) => {
    const [name, value] = Array.isArray(pair) ? (pair as readonly unknown[]) : [];
    if (typeof name !== 'string' || typeof value !== 'string' || /[:\r\n]/.test(name) || /[\r\n]/.test(value))
      throw new BadLine(sentence`“headers” is not a list of names and values.`);
    return [name, value];
  });
}

function bytesIn(entry: Fields, name: string): Uint8Array {
  const { text, base64 } = fields(entry[name], `“${name}”`);
  if (typeof text === 'string') return Buffer.from(text, 'utf8');
  if (typeof base64 === 'string') return Buffer.from(base64, 'base64');
  throw new BadLine(sentence`“${name}” holds neither text nor base64.`);
}

function listIn(entry: Fields, name: string): readonly unknown[] {
  const value = entry[name];
  if (!Array.isArray(value)) throw new BadLine(sentence`“${name}” is missing or is not a list.`);
  return value;
}

function textIn(entry: Fields, name: string): string {
  const value = entry[name];
  if (typeof value !== 'string') throw new BadLine(sentence`“${name}” is missing or is not text.`);
  return value;
}

function numberIn(entry: Fields, name: string): number {
  const value = entry[name];
  if (typeof value !== 'number' || !Number.isFinite(value))
    throw new BadLine(sentence`“${name}” is missing or is not a number.`);
  return value;
}

/** A whole number that a `Date` can be: SQLite would keep others that it cannot give back. */
function momentIn(entry: Fields, name: string): number {
  const value = numberIn(entry, name);
  if (!Number.isInteger(value) || Math.abs(value) > LAST_MOMENT)
    throw new BadLine(sentence`“${name}” is missing or is not a number.`);
  return value;
}

function countIn(entry: Fields, name: string): number {
  const value = numberIn(entry, name);
  if (!Number.isSafeInteger(value) || value < 1)
    throw new BadLine(sentence`“${name}” is missing or is not a number.`);
  return value;
}

function fields(value: unknown, what: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new BadLine(sentence`${what} is missing or is not a JSON object.`);
  return value as Fields;
}
