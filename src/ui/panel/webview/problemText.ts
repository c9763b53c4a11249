import { keys, ruleOf, type Problem } from '../shared/filter/language.ts';
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
        (ruleOf(key)?.values ?? []).join(', '),
      );
    case 'missing-value':
      return l10n.t('“{0}:” needs a value right after the colon.', key);
    case 'one-value':
      return l10n.t('“{0}:” takes one value; only “type:” and “source:” take several.', key);
    case 'repeated':
      return l10n.t('“{0}:” decides what an earlier part has decided already; remove one of them.', key);
    case 'bad-time':
      return l10n.t(
        '“{0}” is not a time; write 14:05, 2026-11-24, 2026-11-24T14:05:10, or 10m, 2h, 1d for so long ago.',
        value,
      );
    case 'negated':
      return l10n.t('Filters say what to show; “{0}:” cannot be turned around.', key.slice(1));
    case 'unclosed-quote':
      return l10n.t('The quote that begins here is not closed.');
  }
}
