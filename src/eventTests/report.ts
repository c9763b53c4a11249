import type { Attempt } from '../delivery/attempt.ts';
import { textOf } from './checking/body.ts';
import { lineDiff } from './lineDiff.ts';
import type { Failure, FixtureResult } from './result.ts';

/** A failed test in words: what was not as expected, what was sent, and what was answered. Lines end in `\n`. */
export function reportOf({ body, attempts, failures }: FixtureResult): string {
  return [...failures.map(failureText), ...attempts.map((attempt) => exchangeText(body, attempt))].join(
    '\n\n',
  );
}

/** A failure with what differs. */
export function failureText({ message, compared }: Failure): string {
  return compared ? `${message}\n${lineDiff(compared.expected, compared.actual)}` : message;
}

/** A delivery, as it went over the wire. */
export function exchangeText(body: Uint8Array, { url, milliseconds, response, error }: Attempt): string {
  const request = `POST ${url}\n\n${new TextDecoder().decode(body)}`;
  if (!response) return `${request}\n\n${error ?? ''}`;
  const headers = response.headers.map(([name, value]) => `${name}: ${value}`);
  const answer = [`HTTP ${response.status} (${Math.round(milliseconds)} ms)`, ...headers].join('\n');
  return `${request}\n\n${answer}\n\n${textOf(response)}`;
}
