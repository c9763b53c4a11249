import type { Attempt } from '../delivery/attempt.ts';
import { checkAttempt } from './checking/attempt.ts';
import { checkSame } from './checking/same.ts';
import { bodyOf, type BuilderSource } from './eventBody.ts';
import type { Fixture } from './fixture.ts';
import type { FixtureResult } from './result.ts';

/** What running a fixture needs. */
export interface RunParts {
  readonly builder: BuilderSource;
  /** Delivers a body, signed anew, to where the fixture goes. Never rejects: an error is a sentence in the Attempt. */
  readonly send: (body: Uint8Array) => Promise<Attempt>;
}

/**
 * Sends a fixture and holds the answer against what it expects; sends it again when it is to be answered the same
 * twice. Throws a `HumanError` when there is nothing to send (see `bodyOf`).
 */
export async function runFixture(fixture: Fixture, { builder, send }: RunParts): Promise<FixtureResult> {
  const body = await bodyOf(fixture, builder);
  const first = await send(body);
  const failures = checkAttempt(first, fixture.expect);
  // What is not answered as expected once is not worth a second time.
  if (!fixture.expect.idempotent || failures.length > 0) return result(body, [first], failures);
  const second = await send(body);
  return result(body, [first, second], checkSame(first, second, fixture.expect));
}

/** Where a fixture is sent: to its own URL, or its own path at the target, or the target. */
export function urlOf({ target }: Pick<Fixture, 'target'>, chosen: string): string {
  return target === undefined ? chosen : new URL(target, chosen).href;
}

/** Whether a fixture names its target completely, so that none has to be chosen. */
export function hasOwnUrl({ target }: Pick<Fixture, 'target'>): boolean {
  return target !== undefined && URL.canParse(target);
}

function result(
  body: Uint8Array,
  attempts: readonly Attempt[],
  failures: FixtureResult['failures'],
): FixtureResult {
  const milliseconds = attempts.reduce((sum, attempt) => sum + attempt.milliseconds, 0);
  return { body, attempts, failures, milliseconds };
}
