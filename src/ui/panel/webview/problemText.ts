import { excludingKeys, keys, ruleOf, type Problem } from '../shared/filter/language.ts';
import * as l10n from './l10n.ts';

/** What is wrong with a filter, in a sentence that says what to do. */
export function problemText({ reason, key, value }: Problem): string {
  switch (reason) {
    case 'unknown-key':
      return l10n.t(
        '“{0}:” is not something to filter by; there are {1}. To search for it as text, put it in quotes.',
        key,
        Object.keys(keys).join(', '),
      );
    case 'unknown-value':
      return l10n.t(
        '“{0}:” cannot be “{1}”; it is one of {2}.',
        key,
        value,
        (ruleOf(key.replace('-', ''))?.values ?? []).join(', '),
      );
    case 'missing-value':
      return l10n.t('“{0}:” needs a value right after the colon.', key);
    case 'one-value':
      return l10n.t(
        '“{0}:” takes one value; several are taken by {1}.',
        key,
        list(Object.keys(keys).filter((one) => ruleOf(one)?.several)),
      );
    case 'repeated':
      return l10n.t('“{0}:” decides what an earlier part has decided already; remove one of them.', key);
    case 'bad-time':
      return l10n.t(
        '“{0}” is not a time; write 14:05, 2026-11-24, 2026-11-24T14:05:10, or 10m, 2h, 1d for so long ago.',
        value,
      );
    case 'not-excluding':
      return l10n.t(
        '“{0}:” cannot be excluded; a minus may stand before {1}.',
        key.slice(1),
        list(excludingKeys),
      );
    case 'unclosed-quote':
      return l10n.t('The quote that begins here is not closed.');
  }
}

function list(names: readonly string[]): string {
  return names.map((name) => `“${name}:”`).join(', ');
}
