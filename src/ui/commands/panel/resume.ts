import type { Parts } from '../parts.ts';

/** Lets the Events panel show what arrives again. */
export function resumePanel({ eventsView }: Pick<Parts, 'eventsView'>): void {
  eventsView.pause(false);
}
