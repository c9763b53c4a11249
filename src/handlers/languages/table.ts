import { javascript, tsx, typescript } from './ecmascript.ts';
import { csharp } from './csharp.ts';
import { elixir } from './elixir.ts';
import { go } from './go.ts';
import { java } from './java.ts';
import { kotlin } from './kotlin.ts';
import type { Language } from './language.ts';
import { components } from './markup.ts';
import { php } from './php.ts';
import { python } from './python.ts';
import { ruby } from './ruby.ts';
import { rust } from './rust.ts';

/** Every language the finder reads; a new one is a file beside this one and an entry here. */
export const languages: readonly Language[] = [
  typescript,
  tsx,
  javascript,
  components,
  python,
  ruby,
  php,
  go,
  java,
  kotlin,
  csharp,
  rust,
  elixir,
];

/** The language of a path or URI, by its extension. */
export function languageOf(file: string): Language | undefined {
  const extension = /\.[^./\\]+$/.exec(file)?.[0].toLowerCase();
  return extension === undefined
    ? undefined
    : languages.find((language) => language.extensions.includes(extension));
}
