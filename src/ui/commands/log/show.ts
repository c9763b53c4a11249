import type { Parts } from '../parts.ts';

/** Shows the extension's log. */
export function showLog({ log }: Pick<Parts, 'log'>): void {
  log.show();
}
