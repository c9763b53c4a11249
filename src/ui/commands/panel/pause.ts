import type { Parts } from '../parts.ts';

/** Holds the Events panel still; what arrives meanwhile is in the journal and shown later. */
export function pausePanel({ eventsView }: Pick<Parts, 'eventsView'>): void {
  eventsView.pause(true);
}
