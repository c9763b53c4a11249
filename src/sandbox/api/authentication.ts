import { createHash, timingSafeEqual } from 'node:crypto';
import { ApiError } from './apiError.ts';

/**
 * Checks the key of a request (Bearer, or the user name of Basic). The sandbox takes its own test key alone, or
 * the same as a restricted key, or `token` where there is one. Throws ApiError (401), in which the key is masked.
 */
export function authenticate(authorization: string | undefined, testKey: string, token?: string): void {
  const key = keyOf(authorization);
  if (key === undefined) throw unauthorized(noKey);
  if (token !== undefined && sameText(key, token)) return;
  if (sameText(key, testKey) || sameText(key, testKey.replace(/^sk_/, 'rk_'))) return;
  if (/^(sk|rk|pk)_live_/.test(key))
    throw unauthorized(
      `Invalid API Key provided: ${masked(key)}. The sandbox takes its own test key only, never a live one: roll the key if it left your machine.`,
    );
  if (/^pk_/.test(key))
    throw unauthorized(
      'This API call cannot be made with a publishable API key. Please use a secret API key.',
      'secret_key_required',
    );
  throw unauthorized(`Invalid API Key provided: ${masked(key)}`);
}

const noKey =
  "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').";

/** Throws ApiError when a request names an account other than the sandbox's own. */
export function checkAccount(named: string | undefined, accountId: string, testKey: string): void {
  if (named === undefined || named === accountId) return;
  throw new ApiError(
    403,
    `The provided key '${masked(testKey)}' does not have access to account '${named}' (or that account does not exist).`,
    { code: 'account_invalid' },
  );
}

/** The first parts and the last four characters, the rest as asterisks, as Stripe shows keys. */
export function masked(key: string): string {
  const prefix = /^(sk|rk|pk)_(test|live)_/.exec(key)?.[0] ?? '';
  const rest = key.length - prefix.length;
  const shown = rest >= 12 ? 4 : 0;
  return `${prefix}${'*'.repeat(Math.min(rest - shown, 90))}${shown ? key.slice(-shown) : ''}`;
}

function keyOf(authorization: string | undefined): string | undefined {
  const [, scheme = '', credentials = ''] = /^(\S+)\s+(.*?)\s*$/.exec(authorization ?? '') ?? [];
  if (/^bearer$/i.test(scheme)) return credentials || undefined;
  if (!/^basic$/i.test(scheme)) return undefined;
  return Buffer.from(credentials, 'base64').toString('utf8').split(':')[0] || undefined;
}

function unauthorized(message: string, code?: string): ApiError {
  return new ApiError(401, message, code === undefined ? {} : { code });
}

function sameText(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
