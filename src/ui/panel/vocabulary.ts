import * as vscode from 'vscode';
import { wordOf } from '../../receiver/eventRun.ts';
import type { Word } from './shared/filter/complete.ts';

/** What a filter may say of types: families of those received, these themselves, then all others. */
export function typeWords(received: readonly string[], all: readonly string[]): readonly Word[] {
  const families = new Map<string, number>();
  for (const type of received) {
    const family = type.slice(0, type.indexOf('.') + 1);
    if (family !== '') families.set(family, (families.get(family) ?? 0) + 1);
  }
  const isReceived = new Set(received);
  return [
    ...[...families]
      .filter(([, count]) => count > 1)
      .map(([family, count]) => ({ value: `${family}*`, about: vscode.l10n.t('{0} types received', count) })),
    ...received.map((value) => ({ value, about: vscode.l10n.t('received') })),
    ...all.filter((type) => !isReceived.has(type)).map((value) => ({ value })),
  ];
}

/** What a filter may say of runs: one, or all of the same scenario, fixture or of any trigger. */
export function runWords(ids: readonly string[]): readonly Word[] {
  const words = [...ids, ...new Set(ids.map((id) => `${wordOf(id)}-*`))];
  return words.map((value) => ({ value }));
}
