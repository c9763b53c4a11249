import { join } from 'node:path';
import { modeOfKey } from '../apiKey.ts';
import type { FoundKey } from '../discoverKeys.ts';
import { HumanError } from '../../humanError.ts';
import { looksLikeKey } from './keyForm.ts';
import { sentence } from '../../sentence.ts';

/**
 * Where the Stripe CLI keeps its settings, on every system.
 * Source: `GetConfigFolder` in https://github.com/stripe/stripe-cli/blob/master/pkg/config/config.go
 */
export function cliConfigFile(env: Readonly<Record<string, string | undefined>>, home: string): string {
  return join(env['XDG_CONFIG_HOME'] || join(home, '.config'), 'stripe', 'config.toml');
}

/**
 * The keys in the text of the Stripe CLI's `config.toml`. Newer versions keep live keys in the system's keychain and only
 * their shortened form in the file; those are left out. Rejects with a `HumanError` when it is not TOML.
 */
export async function keysInCliConfig(text: string, file: string): Promise<readonly FoundKey[]> {
  return Object.entries(await parse(text, file)).flatMap(([profile, fields]) =>
    isTable(fields) ? keysOfProfile(profile, fields, file) : [],
  );
}

function keysOfProfile(profile: string, fields: Table, file: string): readonly FoundKey[] {
  const { display_name: name, account_id: accountId } = fields;
  const known = typeof name === 'string' && name !== '' ? name : undefined;
  const label = known === undefined || known === profile ? profile : `${known} (${profile})`;
  return (['test', 'live'] as const).flatMap((mode): FoundKey[] => {
    const key = fields[`${mode}_mode_api_key`];
    if (!looksLikeKey(key)) return [];
    const expires = fields[`${mode}_mode_key_expires_at`];
    return [
      {
        source: 'stripeCli',
        file,
        label: profile === 'default' && known !== undefined ? known : label,
        mode: modeOfKey(key),
        key,
        ...(typeof accountId === 'string' && accountId !== '' ? { accountId } : {}),
        ...(typeof expires === 'string' && expires !== '' ? { expires } : {}),
      },
    ];
  });
}

type Table = Readonly<Record<string, unknown>>;

function isTable(value: unknown): value is Table {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

async function parse(text: string, file: string): Promise<Table> {
  const { parse, TomlError } = await import('smol-toml');
  try {
    return parse(text);
  } catch (error) {
    // The parser's own error quotes the line, key included, so it is not kept as the cause.
    const where = error instanceof TomlError ? sentence`, line ${error.line}` : '';
    throw new HumanError(
      sentence`The Stripe CLI's settings in ${file} cannot be read (no valid TOML${where}); run "stripe login" to write them anew.`,
      'storage',
    );
  }
}
