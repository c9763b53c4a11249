import { randomInt } from 'node:crypto';
import { idForms, namedIds } from './rules/idForms.ts';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** A new id in the form that Stripe gives objects of a type (its `object` value), e.g. `in_` and 24 characters. */
export function newObjectId(type: string): string {
  const named = namedIds[type];
  if (named !== undefined) return named;
  const form = idForms[type] ?? { prefix: `${type.split('.').at(-1) ?? type}_` };
  const length = form.length ?? 24;
  return form.prefix + Array.from({ length }, () => alphabet.charAt(randomInt(alphabet.length))).join('');
}
