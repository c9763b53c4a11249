import { javascript, tsx, typescript } from './ecmascript.ts';
import type { Language } from './language.ts';
import { python } from './python.ts';

/** Every language the finder reads; a new one is a file beside this one and an entry here. */
export const languages: readonly Language[] = [typescript, tsx, javascript, python];

/** The language of a path or URI, by its extension. */
export function languageOf(file: string): Language | undefined {
  const extension = /\.[^./\\]+$/.exec(file)?.[0].toLowerCase();
  return extension === undefined
    ? undefined
    : languages.find((language) => language.extensions.includes(extension));
}
