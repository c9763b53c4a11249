let translations: Readonly<Record<string, string>> = {};
let locale = 'en';
let moments: Intl.DateTimeFormat | undefined;

/** Takes the translations that the extension host sends. */
export function configure(strings: Readonly<Record<string, string>>, language: string): void {
  translations = strings;
  locale = language;
  moments = undefined;
}

/** A string in the user's language, with `{0}`, `{1}` … filled in. The same form as `vscode.l10n.t`. */
export function t(text: string, ...args: readonly (string | number)[]): string {
  return (translations[text] ?? text).replace(/\{(\d+)\}/g, (whole, index) =>
    String(args[Number(index)] ?? whole),
  );
}

/** A whole number as the user writes it. */
export function count(value: number): string {
  return value.toLocaleString(locale);
}

/** A duration in milliseconds, as short as it can be told: `12 ms`, `1.4 s`. */
export function duration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  const seconds = milliseconds / 1000;
  return `${seconds.toLocaleString(locale, { maximumFractionDigits: seconds < 10 ? 1 : 0 })} s`;
}

/** A size in bytes as a person reads it. */
export function size(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  const [value, unit] = bytes < 1024 * 1024 ? [bytes / 1024, 'KiB'] : [bytes / 1024 / 1024, 'MiB'];
  return `${value.toLocaleString(locale, { maximumFractionDigits: 1 })} ${unit}`;
}

/** Date and time to the second. */
export function dateTime(milliseconds: number): string {
  // Making a format takes longer than using it a hundred times.
  moments ??= new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' });
  return moments.format(milliseconds);
}

/** A day without its year. */
export function day(milliseconds: number): string {
  return new Date(milliseconds).toLocaleDateString(locale, { day: 'numeric', month: 'short' });
}
