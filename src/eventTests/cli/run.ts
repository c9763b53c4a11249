import { deliver } from '../../delivery/deliver.ts';
import { webhookHeaders } from '../../delivery/webhookHeaders.ts';
import { HumanError } from '../../humanError.ts';
import type { BuilderSource } from '../eventBody.ts';
import { eventTypeOf, type Fixture } from '../fixture.ts';
import type { ReportedTest } from '../junit.ts';
import { reportOf } from '../report.ts';
import { runFixture, urlOf } from '../runFixture.ts';
import type { FixtureFile } from './files.ts';

/** Where and how the fixtures of a run are sent. */
export interface RunPlan {
  /** Of fixtures that do not name a whole URL. */
  readonly target: string | undefined;
  readonly secret: string;
  readonly timeoutMs: number;
  readonly builder: BuilderSource;
}

/** Runs the fixture of a file. A file that cannot be read has failed. Rejects with the signal's reason. */
export async function runFile(
  { path, fixture, problem }: FixtureFile,
  plan: RunPlan,
  signal: AbortSignal,
): Promise<ReportedTest> {
  signal.throwIfAborted();
  if (!fixture) return failed(path, 'fixture', problem ?? '');
  const group = eventTypeOf(fixture) ?? 'request';
  try {
    const result = await runFixture(fixture, {
      builder: plan.builder,
      send: senderOf(fixture, plan, signal),
    });
    signal.throwIfAborted();
    const { failures, milliseconds } = result;
    const [first] = failures;
    const test = { name: path, group, milliseconds };
    return first ? { ...test, failure: { message: first.message, details: reportOf(result) } } : test;
  } catch (error) {
    if (!(error instanceof HumanError)) throw error;
    return failed(path, group, `${path} cannot be sent: ${error.message}`);
  }
}

function senderOf(fixture: Fixture, { target = '', secret, timeoutMs }: RunPlan, signal: AbortSignal) {
  const url = urlOf(fixture, target);
  return (body: Uint8Array) =>
    deliver({ url, body, headers: webhookHeaders(body, [secret], Date.now()), timeoutMs, signal });
}

function failed(name: string, group: string, message: string): ReportedTest {
  return { name, group, milliseconds: 0, failure: { message, details: message } };
}
