import type { Attempt } from '../../delivery/attempt.ts';
import { sentence } from '../../sentence.ts';
import type { Expectation } from '../fixture.ts';
import type { Failure } from '../result.ts';
import { checkAttempt } from './attempt.ts';
import { textOf } from './body.ts';

/** What of a second delivery of the same event was not as the first one, or not as expected. */
export function checkSame(first: Attempt, second: Attempt, expect: Expectation): readonly Failure[] {
  const failures = checkAttempt(second, expect);
  if (failures.length > 0)
    return failures.map(({ message, ...failure }) => ({
      ...failure,
      message: sentence`Sent a second time: ${message}`,
    }));
  const expected = answerOf(first);
  const actual = answerOf(second);
  if (expected === actual) return [];
  return [
    {
      message: sentence`Sent a second time, the event was answered differently.`,
      compared: { expected, actual },
    },
  ];
}

function answerOf({ response }: Attempt): string {
  return response ? `${response.status}\n\n${textOf(response)}` : '';
}
