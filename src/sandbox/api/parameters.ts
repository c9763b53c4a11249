import { ApiError, apiErrors } from './apiError.ts';
import { isRecord } from '../json/record.ts';
import { entriesOf, listOf } from './form.ts';

/** Reads one parameter, of a form or of JSON; throws ApiError when it is not acceptable. */
export type Reader<T> = (value: unknown, name: string) => T;

/** Parameters as they came. */
export type Given = Readonly<Record<string, unknown>>;

/** The parameters that a route takes. */
export type Parameters = Readonly<Record<string, Reader<unknown>>>;

/** What a route's handler gets for its parameters. */
export type Values<P extends Parameters> = { readonly [K in keyof P]: ReturnType<P[K]> };

/** Reads all of a route's parameters; one that it does not know is an error, in which `prefix` precedes its name. */
export function readParameters<P extends Parameters>(parameters: P, given: Given, prefix = ''): Values<P> {
  for (const name of Object.keys(given))
    if (!Object.hasOwn(parameters, name)) throw apiErrors.unknown(prefix + name);
  return Object.fromEntries(
    Object.entries(parameters).map(([name, reader]) => [name, reader(given[name], prefix + name)]),
  ) as Values<P>;
}

/** A hash of parameters. */
export function hash<P extends Parameters>(parameters: P): Reader<Values<P>> {
  return (value, name) => {
    if (!isRecord(value)) throw apiErrors.invalid(name, 'Invalid hash');
    return readParameters(parameters, value, `${name}.`);
  };
}

/** Must be given. */
export function required<T>(reader: Reader<T>): Reader<T> {
  return (value, name) => {
    if (value === undefined) throw apiErrors.missing(name);
    return reader(value, name);
  };
}

/** Undefined when it is not given. */
export function optional<T>(reader: Reader<T>): Reader<T | undefined> {
  return (value, name) => (value === undefined ? undefined : reader(value, name));
}

/** Null when it is given empty, which unsets it. */
export function emptyable<T>(reader: Reader<T>): Reader<T | null> {
  return (value, name) => (value === '' ? null : reader(value, name));
}

/** Null when it is null, which unsets it; of JSON only. */
export function nullable<T>(reader: Reader<T>): Reader<T | null> {
  return (value, name) => (value === null ? null : reader(value, name));
}

export function text(longest = 5000): Reader<string> {
  return (value, name) => {
    if (typeof value !== 'string') throw apiErrors.invalid(name, `Invalid string: ${JSON.stringify(value)}`);
    if (value === '') throw apiErrors.empty(name);
    if (value.length > longest)
      throw apiErrors.invalid(name, `Invalid string: must be at most ${longest} characters`);
    return value;
  };
}

export function integer(lowest = 0, highest = Number.MAX_SAFE_INTEGER): Reader<number> {
  return (value, name) => {
    const given = text()(value, name);
    const code = 'parameter_invalid_integer';
    const number = Number(given);
    if (!/^-?\d+$/.test(given) || !Number.isSafeInteger(number))
      throw apiErrors.invalid(name, `Invalid integer: ${given}`, code);
    if (number < lowest)
      throw apiErrors.invalid(name, `This value must be greater than or equal to ${lowest}.`, code);
    if (number > highest)
      throw apiErrors.invalid(
        name,
        `This value must be less than or equal to ${highest} (it currently is '${number}').`,
        code,
      );
    return number;
  };
}

export const boolean: Reader<boolean> = (value, name) => {
  const given = text()(value, name);
  if (given !== 'true' && given !== 'false') throw apiErrors.invalid(name, `Invalid boolean: ${given}`);
  return given === 'true';
};

export function oneOf<const T extends string>(allowed: readonly T[]): Reader<T> {
  return (value, name) => {
    const given = text()(value, name);
    const found = allowed.find((candidate) => candidate === given);
    if (found === undefined)
      throw apiErrors.invalid(name, `Invalid ${name}: must be one of ${shortened(allowed)}, not ${given}`);
    return found;
  };
}

/** A list with at least one item. */
export function listOfAtLeastOne<T>(item: Reader<T>, longest = 1000): Reader<readonly T[]> {
  return (value, name) => {
    if (value === undefined || value === '') throw apiErrors.empty(name);
    const items = listOf(value);
    if (!items) throw apiErrors.invalid(name, 'Invalid array');
    if (items.length === 0) throw apiErrors.empty(name);
    if (items.length > longest) throw apiErrors.invalid(name, `Array ${name} exceeded maximum ${longest}.`);
    return items.map((each, index) => item(each, `${name}[${index}]`));
  };
}

/** An absolute http or https URL. */
export const httpUrl: Reader<string> = (value, name) => {
  const given = text(2048)(value, name);
  const code = 'url_invalid';
  if (!/^[a-z][a-z0-9+.-]*:/i.test(given) || /^localhost:\d/.test(given))
    throw apiErrors.invalid(name, 'Invalid URL: An explicit scheme (such as https) must be provided.', code);
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (!url || url.hostname === '' || /\s/.test(given)) throw apiErrors.invalid(name, 'Not a valid URL', code);
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw apiErrors.invalid(name, 'Invalid URL: The scheme must be http or https.', code);
  return given;
};

/** Changes to metadata; a null value unsets its key, null as a whole all of them. */
export type MetadataChanges = Readonly<Record<string, string | null>> | null;

/** Of a form, where an empty string unsets. */
export const metadata: Reader<MetadataChanges> = (value, name) => {
  if (value === '') return null;
  const entries = value === undefined ? undefined : entriesOf(value);
  if (!entries) throw apiErrors.invalid(name, 'Invalid hash');
  const changes: Record<string, string | null> = Object.create(null) as Record<string, string | null>;
  for (const [key, each] of entries) {
    const param = `${name}[${key}]`;
    if (typeof each !== 'string') throw apiErrors.invalid(param, `Metadata values must be strings.`);
    if (key.length > 40)
      throw apiErrors.invalid(
        param,
        `Metadata keys can be at most 40 characters; ${JSON.stringify(key)} is longer.`,
      );
    if (each.length > 500)
      throw apiErrors.invalid(
        param,
        `Metadata values can have up to 500 characters, but you passed in a value that is ${each.length} characters.`,
      );
    changes[key] = each === '' ? null : each;
  }
  return changes;
};

/** Of JSON, where null unsets, and a number is taken for its digits as the SDKs promise. */
export const jsonMetadata: Reader<MetadataChanges> = (value, name) => {
  if (value === null) return null;
  if (!isRecord(value)) throw apiErrors.invalid(name, 'Invalid hash');
  const entries = Object.entries(value).map(([key, each]) => [key, jsonMetadataValue(each)]);
  return metadata(Object.fromEntries(entries), name);
};

function jsonMetadataValue(value: unknown): unknown {
  return value === null ? '' : typeof value === 'number' ? String(value) : value;
}

/** Source: https://docs.stripe.com/api/metadata */
export function mergedMetadata(
  before: Readonly<Record<string, string>>,
  changes: MetadataChanges | undefined,
): Readonly<Record<string, string>> {
  if (changes === undefined) return before;
  if (changes === null) return {};
  const merged = Object.entries({ ...before, ...changes }).filter(
    (entry): entry is [string, string] => entry[1] !== null,
  );
  if (merged.length > 50)
    throw apiErrors.invalid('metadata', 'You can only have up to 50 metadata keys on an object.');
  return Object.fromEntries(merged);
}

/** No property of the sandbox's objects can be expanded. */
export const expand: Reader<undefined> = (value, name) => {
  if (value === undefined) return undefined;
  const [first] = listOfAtLeastOne(text())(value, name);
  throw new ApiError(400, `This property cannot be expanded (${first}).`, { param: name });
};

/** `limit`, `starting_after` and `ending_before`, as every list takes them. */
export const pagination = {
  limit: optional(integer(1, 100)),
  starting_after: optional(text()),
  ending_before: optional(text()),
} satisfies Parameters;

function shortened(allowed: readonly string[]): string {
  return allowed.length <= 8 ? allowed.join(', ') : `${allowed.slice(-8).join(', ')} or an older one`;
}
