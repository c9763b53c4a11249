import type { Parts } from '../parts.ts';

/** Shows the Events panel. */
export async function showPanel({ eventsView }: Pick<Parts, 'eventsView'>): Promise<void> {
  await eventsView.show();
}
