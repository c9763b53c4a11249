import type { Parts } from '../parts.ts';

/** Shows the Events panel with the cursor in its filter. */
export async function filterEvents({ eventsView }: Pick<Parts, 'eventsView'>): Promise<void> {
  await eventsView.focusFilter();
}
