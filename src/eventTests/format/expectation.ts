import { sentence } from '../../sentence.ts';
import type { BodyExpectation, Expectation } from '../fixture.ts';
import { isObject, type JsonDocument } from './document.ts';
import { onlyKeys } from './keys.ts';

const defaultStatus: readonly string[] = ['2xx'];

/** What a fixture expects of the app: success, when it says nothing. */
export function readExpectation(document: JsonDocument): Expectation {
  const expect = document.root['expect'] ?? {};
  if (!isObject(expect)) document.fail(['expect'], sentence`"expect" is no JSON object`);
  onlyKeys(document, expect, ['status', 'maxMilliseconds', 'body', 'idempotent'], ['expect']);
  const { maxMilliseconds, idempotent = false } = expect;
  if (typeof idempotent !== 'boolean')
    document.fail(['expect', 'idempotent'], sentence`"expect.idempotent" is neither true nor false`);
  const body = readBody(document, expect['body']);
  return {
    status: readStatus(document, expect['status']),
    idempotent,
    ...(maxMilliseconds !== undefined && { maxMilliseconds: positive(document, maxMilliseconds) }),
    ...(body && { body }),
  };
}

function readStatus(document: JsonDocument, value: unknown): readonly (number | string)[] {
  if (value === undefined) return defaultStatus;
  const all: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (all.length > 0 && all.every(isStatus)) return all;
  return document.fail(
    ['expect', 'status'],
    sentence`"expect.status" is no status such as 200 or "2xx", nor a list of them`,
  );
}

function isStatus(value: unknown): value is number | string {
  if (typeof value === 'string') return /^[1-5]xx$/.test(value);
  return Number.isInteger(value) && Number(value) >= 100 && Number(value) <= 599;
}

function positive(document: JsonDocument, value: unknown): number {
  if (typeof value === 'number' && value > 0) return value;
  return document.fail(
    ['expect', 'maxMilliseconds'],
    sentence`"expect.maxMilliseconds" is no number above 0`,
  );
}

function readBody(document: JsonDocument, body: unknown): BodyExpectation | undefined {
  if (body === undefined) return undefined;
  const path = ['expect', 'body'];
  if (!isObject(body))
    return document.fail(path, sentence`"expect.body" is no JSON object with text, json or pattern`);
  onlyKeys(document, body, ['text', 'json', 'pattern'], path);
  const [kind, ...others] = Object.keys(body);
  if (kind === undefined || others.length > 0)
    return document.fail(path, sentence`"expect.body" needs one of "text", "json" and "pattern"`);
  if (kind === 'json') return { kind, json: body['json'] };
  const text = body[kind];
  if (typeof text !== 'string')
    return document.fail([...path, kind], sentence`"expect.body.${kind}" is no text`);
  if (kind === 'text') return { kind, text };
  try {
    return { kind: 'pattern', pattern: new RegExp(text, 'u') };
  } catch {
    return document.fail([...path, kind], sentence`"expect.body.pattern" is no regular expression`);
  }
}
