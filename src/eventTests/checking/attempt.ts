import type { Attempt, AttemptResponse } from '../../delivery/attempt.ts';
import { sentence } from '../../sentence.ts';
import type { Expectation } from '../fixture.ts';
import type { Failure } from '../result.ts';
import { checkBody } from './body.ts';

/** What of one delivery was not as expected. */
export function checkAttempt(attempt: Attempt, expect: Expectation): readonly Failure[] {
  const { response, error } = attempt;
  if (!response) return [{ message: error ?? sentence`No answer came.` }];
  const failures = [
    checkStatus(response, expect),
    expect.body && checkBody(response, expect.body),
    checkTime(attempt, expect),
  ];
  return failures.filter((failure) => failure !== undefined);
}

function checkStatus({ status }: AttemptResponse, expect: Expectation): Failure | undefined {
  const fits = (one: number | string) =>
    typeof one === 'number' ? one === status : one[0] === String(status)[0];
  if (expect.status.some(fits)) return undefined;
  const expected = expect.status.join(', ');
  return {
    message: sentence`The app answered with status ${status} in place of ${expected}.`,
    compared: { expected, actual: String(status) },
  };
}

function checkTime({ milliseconds }: Attempt, { maxMilliseconds }: Expectation): Failure | undefined {
  if (maxMilliseconds === undefined || milliseconds <= maxMilliseconds) return undefined;
  const took = Math.ceil(milliseconds);
  return { message: sentence`The answer took ${took} ms and is to take ${maxMilliseconds} ms at most.` };
}
