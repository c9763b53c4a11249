import * as vscode from 'vscode';
import type { Fixture } from '../../eventTests/fixture.ts';
import { reportOf } from '../../eventTests/report.ts';
import type { Failure } from '../../eventTests/result.ts';
import { runFixture } from '../../eventTests/runFixture.ts';
import { HumanError } from '../../humanError.ts';
import type { Parts } from '../commands/parts.ts';
import type { Destination } from './destination.ts';

/** A test that is to be run. */
export interface PlannedTest {
  readonly item: vscode.TestItem;
  readonly fixture: Fixture | undefined;
  /** Why there is no fixture. */
  readonly problem: string | undefined;
}

/** How the tests of a run are sent. */
export interface TestPlan {
  readonly destinationOf: (fixture: Fixture) => Destination;
  /** Somebody may be standing at a breakpoint: nothing takes too long. */
  readonly unhurried: boolean;
}

// Nobody stands at a breakpoint for longer.
const unhurriedMilliseconds = 60 * 60_000;

/** Sends tests one after the other, and tells the run what came of each. Stops where it is cancelled. */
export async function runTests(
  parts: Pick<Parts, 'deliveries' | 'payloads'>,
  run: vscode.TestRun,
  tests: readonly PlannedTest[],
  plan: TestPlan,
  token: vscode.CancellationToken,
): Promise<void> {
  const abort = new AbortController();
  const cancel = () => abort.abort();
  const subscriptions = [token.onCancellationRequested(cancel), run.token.onCancellationRequested(cancel)];
  try {
    for (const test of tests) {
      if (abort.signal.aborted) run.skipped(test.item);
      else await runTest(parts, run, test, plan, abort.signal);
    }
  } finally {
    for (const subscription of subscriptions) subscription.dispose();
  }
}

async function runTest(
  { deliveries, payloads }: Pick<Parts, 'deliveries' | 'payloads'>,
  run: vscode.TestRun,
  { item, fixture, problem }: PlannedTest,
  { destinationOf, unhurried }: TestPlan,
  signal: AbortSignal,
): Promise<void> {
  run.started(item);
  if (!fixture) return run.errored(item, new vscode.TestMessage(problem ?? ''));
  const { target, signer } = destinationOf(fixture);
  const timeoutMs = unhurried ? unhurriedMilliseconds : target.timeoutMs;
  try {
    const result = await runFixture(unhurried ? withoutTime(fixture) : fixture, {
      builder: async () => (await payloads.get()).builder,
      send: (body) => deliveries.send({ ...target, timeoutMs }, { body, headers: [], signer }, { signal }),
    });
    if (signal.aborted) return run.skipped(item);
    if (result.failures.length === 0) return run.passed(item, result.milliseconds);
    run.appendOutput(
      `${item.label}\n\n${reportOf(result)}\n\n`.replaceAll(/\r?\n/g, '\r\n'),
      undefined,
      item,
    );
    run.failed(
      item,
      result.failures.map((failure) => messageOf(failure, item)),
      result.milliseconds,
    );
  } catch (error) {
    if (!(error instanceof HumanError)) throw error;
    run.errored(item, new vscode.TestMessage(error.message));
  }
}

function messageOf({ message, compared }: Failure, { uri, range }: vscode.TestItem): vscode.TestMessage {
  const told = compared
    ? vscode.TestMessage.diff(message, compared.expected, compared.actual)
    : new vscode.TestMessage(message);
  if (uri && range) told.location = new vscode.Location(uri, range);
  return told;
}

function withoutTime(fixture: Fixture): Fixture {
  const { status, idempotent, body } = fixture.expect;
  return { ...fixture, expect: { status, idempotent, ...(body && { body }) } };
}
