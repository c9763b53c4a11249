import type { Attempt } from '../delivery/attempt.ts';
import { textOf } from './checking/body.ts';
import { lineDiff } from './lineDiff.ts';
import type { Failure, FixtureResult } from './result.ts';

/** A failed test in words: what was not as expected, what was sent, and what was answered each time. */
export function reportOf({ body, attempts, failures }: FixtureResult): string {
  const [first] = attempts;
  const request = `POST ${first?.url ?? ''}\n\n${new TextDecoder().decode(body)}`;
  return [...failures.map(failureText), request, ...attempts.map(answerText)].join('\n\n');
}

function failureText({ message, compared }: Failure): string {
  return compared ? `${message}\n${lineDiff(compared.expected, compared.actual)}` : message;
}

function answerText({ milliseconds, response, error }: Attempt): string {
  if (!response) return error ?? '';
  const status = `HTTP ${response.status} (${Math.round(milliseconds)} ms)`;
  const headers = response.headers.map(([name, value]) => `${name}: ${value}`);
  return `${[status, ...headers].join('\n')}\n\n${textOf(response)}`;
}
