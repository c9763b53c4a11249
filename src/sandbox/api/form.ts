/**
 * Stripe's form encoding: `a=1`, `a[b]=1`, `a[]=1`, `a[0][b]=1`, brackets plain or percent-encoded.
 * Source: https://docs.stripe.com/api and the SDKs' encoders.
 */
import { isRecord } from '../json/record.ts';

/** A decoded value. Indexed lists (`a[0]=`) come as records with digits for keys; `listOf` reads both. */
export type FormValue = string | FormValue[] | FormRecord;

/** Without a prototype, so that no key is special. */
export interface FormRecord {
  [key: string]: FormValue;
}

/** Text that is not form-encoded; `message` is a sentence for the API's answer. */
export class FormError extends Error {
  override readonly name = 'FormError';
}

const deepest = 20;

/** Decodes a query string or form body. Of a value given twice the last counts. Throws FormError. */
export function decodeForm(text: string): FormRecord {
  const root = record();
  for (const pair of text.split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const name = unescapeText(equals < 0 ? pair : pair.slice(0, equals));
    const value = equals < 0 ? '' : unescapeText(pair.slice(equals + 1));
    const path = pathOf(name);
    assign(root, path, value, name);
  }
  return root;
}

/** The items of a list in either encoding, or undefined when the value is none. */
export function listOf(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value as readonly unknown[];
  if (!isRecord(value)) return undefined;
  const keys = Object.keys(value);
  if (!keys.every((key) => /^\d{1,6}$/.test(key))) return undefined;
  return keys.sort((one, other) => Number(one) - Number(other)).map((key) => value[key]);
}

/** The entries of a hash; a list's items are named by their index. */
export function entriesOf(value: unknown): readonly (readonly [string, unknown])[] | undefined {
  return isRecord(value) || Array.isArray(value) ? Object.entries(value) : undefined;
}

function record(): FormRecord {
  return Object.create(null) as FormRecord;
}

function unescapeText(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw new FormError('Invalid percent-encoding in the request: encode it as UTF-8.');
  }
}

/** `a[b][]` gives `['a', 'b', '']`. */
function pathOf(name: string): readonly string[] {
  const bracket = name.indexOf('[');
  if (bracket <= 0) return [name];
  const rest = name.slice(bracket);
  if (!/^(\[[^[\]]*\])+$/.test(rest)) throw new FormError(`Invalid parameter name: ${name}.`);
  const path = [name.slice(0, bracket), ...rest.slice(1, -1).split('][')];
  if (path.length > deepest) throw new FormError(`Invalid parameter name: ${name} is nested too deeply.`);
  return path;
}

function assign(root: FormRecord, path: readonly string[], value: string, name: string): void {
  let holder: FormRecord | FormValue[] = root;
  for (const [depth, key] of path.entries()) {
    const rest = path.slice(depth + 1);
    if (rest.length === 0) {
      if (Array.isArray(holder)) holder.push(value);
      else holder[key] = value;
      return;
    }
    holder = descend(holder, key, rest, name);
  }
}

/** The container that the rest of a path goes into, made when there is none. */
function descend(
  holder: FormRecord | FormValue[],
  key: string,
  rest: readonly string[],
  name: string,
): FormRecord | FormValue[] {
  const existing: FormValue | undefined = Array.isArray(holder) ? openItem(holder, rest) : holder[key];
  const wantsList = rest[0] === '';
  if (existing === undefined) {
    const made: FormRecord | FormValue[] = wantsList ? [] : record();
    if (Array.isArray(holder)) holder.push(made);
    else holder[key] = made;
    return made;
  }
  if (typeof existing === 'string' || Array.isArray(existing) !== wantsList)
    throw new FormError(`Conflicting values were sent for ${name}.`);
  return existing;
}

/** `a[][b]=1&a[][c]=2` fills one item, as Rack does; a key that it has already begins the next one. */
function openItem(list: readonly FormValue[], rest: readonly string[]): FormValue | undefined {
  const last = list.at(-1);
  const [key = '', ...deeper] = rest;
  if (last === undefined || typeof last === 'string' || Array.isArray(last)) return undefined;
  return key in last && deeper.length === 0 ? undefined : last;
}
