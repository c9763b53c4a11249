import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { HumanError } from '../../humanError.ts';
import type { BuilderSource } from '../eventBody.ts';
import { eventTypeOf } from '../fixture.ts';
import { junitReport, type ReportedTest } from '../junit.ts';
import { hasOwnUrl } from '../runFixture.ts';
import { fixtureFiles, type FixtureFile } from './files.ts';
import { help } from './help.ts';
import { readOptions, secretVariable, type Options } from './options.ts';
import { Output } from './output.ts';
import { runFile } from './run.ts';
import { StartedApp } from './startedApp.ts';

/** What the command works with. */
export interface CommandContext {
  readonly env: NodeJS.ProcessEnv;
  readonly stdout: NodeJS.WriteStream;
  readonly builder: BuilderSource;
  readonly signal: AbortSignal;
}

/**
 * Runs the command line and gives its exit code. Throws a `HumanError` when the tests could not be run, and the
 * signal's reason.
 */
export async function runCommand(args: readonly string[], context: CommandContext): Promise<0 | 1> {
  const options = readOptions(args, context.env);
  if (options.help) {
    context.stdout.write(help);
    return 0;
  }
  const files = matching(await fixtureFiles(options.paths), options.grep);
  requireTarget(files, options);
  const secret = secretOf(options);
  const app = await startApp(options, secret, context);
  try {
    const tests = await runAll(files, options, secret, context);
    if (options.junit !== undefined) await write(options.junit, junitReport(tests));
    return tests.some(({ failure }) => failure) ? 1 : 0;
  } finally {
    await app?.stop();
  }
}

async function runAll(
  files: readonly FixtureFile[],
  { target, timeoutMs }: Options,
  secret: string,
  { stdout, env, builder, signal }: CommandContext,
): Promise<readonly ReportedTest[]> {
  const output = new Output(stdout, env);
  const tests: ReportedTest[] = [];
  // One after the other: an app's answer to one event may depend on those before.
  for (const file of files) {
    const test = await runFile(file, { target, secret, timeoutMs, builder }, signal);
    output.test(test);
    tests.push(test);
  }
  output.summary(tests);
  return tests;
}

function matching(files: readonly FixtureFile[], grep: RegExp | undefined): readonly FixtureFile[] {
  if (!grep) return files;
  const found = files.filter(({ path, fixture }) =>
    [path, fixture && eventTypeOf(fixture), fixture?.description].some((text) => text && grep.test(text)),
  );
  if (found.length > 0) return found;
  throw new HumanError(`None of the ${files.length} fixtures matches --grep ${grep.source}.`, 'not-found');
}

function requireTarget(files: readonly FixtureFile[], { target }: Options): void {
  const lost = files.find(({ fixture }) => fixture && !hasOwnUrl(fixture));
  if (target !== undefined || !lost) return;
  throw new HumanError(
    `Where to send ${lost.path} is not known: name your app’s webhook endpoint with --target.`,
    'input',
  );
}

function secretOf({ secret, start }: Options): string {
  if (secret !== undefined) return secret;
  // An app that is started for the run takes what it is given.
  if (start !== undefined) return `whsec_${randomBytes(24).toString('hex')}`;
  throw new HumanError(
    `No signing secret is known: set ${secretVariable} to the one your app checks with, or use --secret.`,
    'input',
  );
}

async function startApp(
  { start, waitFor, target, startTimeoutMs }: Options,
  secret: string,
  { env, signal }: CommandContext,
): Promise<StartedApp | undefined> {
  if (start === undefined) {
    if (waitFor === undefined) return undefined;
    throw new HumanError('--wait-for goes with --start.', 'input');
  }
  const ready = waitFor ?? target;
  if (ready === undefined) throw new HumanError('Say with --wait-for when the app is ready.', 'input');
  const plan = { command: start, env: { ...env, [secretVariable]: secret }, waitFor: ready };
  return StartedApp.start({ ...plan, timeoutMs: startTimeoutMs }, signal);
}

async function write(file: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  } catch (cause) {
    throw new HumanError(`${file} cannot be written: name another file with --junit.`, 'input', { cause });
  }
}
