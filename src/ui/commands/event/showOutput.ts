import type { Parts } from '../parts.ts';

/** Shows the events output channel. */
export function showOutput({ eventsOutput }: Pick<Parts, 'eventsOutput'>): void {
  eventsOutput.show();
}
