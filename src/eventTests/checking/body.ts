import type { AttemptResponse } from '../../delivery/attempt.ts';
import { sentence } from '../../sentence.ts';
import type { BodyExpectation } from '../fixture.ts';
import type { Failure } from '../result.ts';
import { covers, narrowed } from './subset.ts';

/** Holds an answer's body against what is expected of it. */
export function checkBody(
  response: Pick<AttemptResponse, 'body'>,
  expected: BodyExpectation,
): Failure | undefined {
  const actual = textOf(response);
  switch (expected.kind) {
    case 'text':
      if (actual === expected.text) return undefined;
      return {
        message: sentence`The app answered with another text.`,
        compared: { expected: expected.text, actual },
      };
    case 'pattern':
      if (expected.pattern.test(actual)) return undefined;
      return {
        message: sentence`The answer does not match ${String(expected.pattern)}.`,
        compared: { expected: expected.pattern.source, actual },
      };
    case 'json':
      return checkJson(actual, expected.json);
  }
}

/** An answer's body as text. */
export function textOf({ body }: Pick<AttemptResponse, 'body'>): string {
  return new TextDecoder().decode(body);
}

function checkJson(actual: string, json: unknown): Failure | undefined {
  const expected = printed(json);
  let value: unknown;
  try {
    value = JSON.parse(actual);
  } catch {
    return { message: sentence`The app did not answer with JSON.`, compared: { expected, actual } };
  }
  if (covers(value, json)) return undefined;
  return {
    message: sentence`The app answered with other values.`,
    // Without what nobody asked for, so that what differs is what is seen.
    compared: { expected, actual: printed(narrowed(value, json)) },
  };
}

function printed(value: unknown): string {
  return JSON.stringify(value, null, 2);
}
