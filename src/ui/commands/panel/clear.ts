import type { Parts } from '../parts.ts';

/** Hides the events received until now; the journal keeps them. */
export async function clearPanel({ eventsView }: Pick<Parts, 'eventsView'>): Promise<void> {
  await eventsView.clear();
}
