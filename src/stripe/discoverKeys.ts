import { readFile } from 'node:fs/promises';
import { cliConfigFile, keysInCliConfig } from './discovery/cliConfig.ts';
import { keysInEnvText } from './discovery/envText.ts';
import { HumanError } from '../humanError.ts';
import { sentence } from '../sentence.ts';

/** An API key that lies on this machine. Not to be logged, and to be shown by everything but its key. */
export interface FoundKey {
  /** What kind of file it stands in. */
  readonly source: 'stripeCli' | 'envFile';
  /** The path of that file. */
  readonly file: string;
  /** The account's name (with the profile's, unless it is the default one), or the variable's name. */
  readonly label: string;
  readonly mode: 'test' | 'live';
  readonly key: string;
  /** `acct_…`, where the file names it. */
  readonly accountId?: string;
  /** The day the key expires, e.g. `2026-02-20`, where the file names it. */
  readonly expires?: string;
}

/** What was found, and which files could not be read. */
export interface FoundKeys {
  readonly keys: readonly FoundKey[];
  readonly problems: readonly HumanError[];
}

/** Where to look. */
export interface KeyPlaces {
  /** `.env`-like files. */
  readonly envFiles: readonly string[];
  /** The environment, for `XDG_CONFIG_HOME`. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The user's home folder. */
  readonly home: string;
}

/**
 * The API keys in the Stripe CLI's settings and in `.env` files, each once. A file that is not there is passed over; one
 * that cannot be read becomes a problem and does not keep the others from being read. Never throws.
 */
export async function discoverKeys(places: KeyPlaces): Promise<FoundKeys> {
  const cli = cliConfigFile(places.env, places.home);
  const results = await Promise.allSettled([
    read(cli, (text) => keysInCliConfig(text, cli)),
    ...places.envFiles.map((file) => read(file, (text) => Promise.resolve(keysInEnvText(text, file)))),
  ]);
  const keys = results.flatMap((result) => (result.status === 'fulfilled' ? result.value : []));
  const problems = results.flatMap((result) =>
    result.status === 'rejected' ? [result.reason as HumanError] : [],
  );
  return {
    keys: [...new Map(keys.toReversed().map((one) => [one.key, one])).values()].toReversed(),
    problems,
  };
}

async function read(
  file: string,
  keysIn: (text: string) => Promise<readonly FoundKey[]>,
): Promise<readonly FoundKey[]> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw new HumanError(
      sentence`${file} cannot be read (${code ?? '?'}); check its permissions.`,
      'storage',
      { cause },
    );
  }
  return keysIn(text);
}
