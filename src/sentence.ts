/** German (or other) texts by their English ones, with `{0}`, `{1}`… where values stand: `vscode.l10n.bundle`. */
export type Translations = Readonly<Record<string, string>>;

let translations: Translations | undefined;

/** Makes the sentences of this thread speak the language of these translations; English when there are none. */
export function speak(bundle: Translations | undefined): void {
  translations = bundle;
}

/** The translations in use, for a thread that is started: each thread has to be told by itself. */
export function spoken(): Translations | undefined {
  return translations;
}

/**
 * A text for a person in the language of the editor, which rooms other than `ui` know nothing of:
 * `` sentence`The endpoint ${id} was deleted.` `` is found in the translations as `The endpoint {0} was deleted.`
 */
export function sentence(parts: TemplateStringsArray, ...values: readonly (string | number)[]): string {
  if (!translations) return String.raw({ raw: parts }, ...values);
  const template = templateOf(parts);
  const translated = translations[template] ?? template;
  return translated.replace(/\{(\d+)\}/g, (whole, index: string) => String(values[Number(index)] ?? whole));
}

/** A text of a table, which is made before the language is known: called where it is said. */
export function phrase(parts: TemplateStringsArray): () => string {
  return () => sentence(parts);
}

function templateOf([first = '', ...rest]: readonly string[]): string {
  return rest.reduce((text, part, index) => `${text}{${index}}${part}`, first);
}
