import { parseArgs } from 'node:util';
import { validateTargetUrl } from '../../delivery/targetInput.ts';
import { HumanError } from '../../humanError.ts';

/** What the command line asks for. */
export interface Options {
  /** Folders of apps, or fixture files. */
  readonly paths: readonly string[];
  readonly target: string | undefined;
  readonly secret: string | undefined;
  /** File for the JUnit report. */
  readonly junit: string | undefined;
  readonly grep: RegExp | undefined;
  /** For each delivery. */
  readonly timeoutMs: number;
  /** Command that starts the app. */
  readonly start: string | undefined;
  /** URL that answers once the app is ready; the target when absent. */
  readonly waitFor: string | undefined;
  /** How long the app may take to be ready. */
  readonly startTimeoutMs: number;
  readonly help: boolean;
}

/** The name of the environment variable with the signing secret, as in Stripe's own examples. */
export const secretVariable = 'STRIPE_WEBHOOK_SECRET';

/** Reads the command line. Throws a `HumanError` for what cannot be followed. */
export function readOptions(args: readonly string[], env: NodeJS.ProcessEnv): Options {
  const { values, positionals } = parsed(args);
  return {
    paths: positionals.length > 0 ? positionals : ['.'],
    target: url('--target', values.target),
    secret: values.secret ?? (env[secretVariable] || undefined),
    junit: values.junit,
    grep: pattern(values.grep),
    timeoutMs: milliseconds('--timeout', values.timeout, 30_000),
    start: values.start,
    waitFor: url('--wait-for', values['wait-for']),
    startTimeoutMs: milliseconds('--start-timeout', values['start-timeout'], 60_000),
    help: values.help,
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        target: { type: 'string', short: 't' },
        secret: { type: 'string' },
        junit: { type: 'string' },
        grep: { type: 'string', short: 'g' },
        timeout: { type: 'string' },
        start: { type: 'string' },
        'wait-for': { type: 'string' },
        'start-timeout': { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    const [what = ''] = error instanceof Error ? error.message.split('. ') : [];
    throw new HumanError(`${what.replace(/\.$/, '')}; --help lists the options.`, 'input', { cause: error });
  }
}

function url(option: string, text: string | undefined): string | undefined {
  const problem = text === undefined ? undefined : validateTargetUrl(text);
  if (problem) throw new HumanError(`${option} ${text} cannot be used: ${problem}`, 'input');
  return text;
}

function milliseconds(option: string, text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise;
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new HumanError(`${option} ${text} is no number of milliseconds above 0.`, 'input');
}

function pattern(text: string | undefined): RegExp | undefined {
  if (text === undefined) return undefined;
  try {
    return new RegExp(text, 'iu');
  } catch (cause) {
    throw new HumanError(`--grep ${text} is no regular expression.`, 'input', { cause });
  }
}
