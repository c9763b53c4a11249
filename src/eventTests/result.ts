import type { Attempt } from '../delivery/attempt.ts';

/** What came of sending a fixture. */
export interface FixtureResult {
  /** The body, as it was sent. */
  readonly body: Uint8Array;
  /** The deliveries: one, or two of a fixture that is to be answered the same twice. */
  readonly attempts: readonly Attempt[];
  /** What was not as expected; none when the test has passed. */
  readonly failures: readonly Failure[];
  /** Of all deliveries together. */
  readonly milliseconds: number;
}

/** One thing that was not as expected. */
export interface Failure {
  /** A sentence. */
  readonly message: string;
  /** What was expected and what came, where comparing them helps. */
  readonly compared?: { readonly expected: string; readonly actual: string };
}
