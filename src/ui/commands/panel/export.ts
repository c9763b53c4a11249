import { executeCommand } from '../../host/executeCommand.ts';
import type { Parts } from '../parts.ts';

/** Exports the events that the Events panel's filter lets through. */
export async function exportEvents({ eventsView }: Pick<Parts, 'eventsView'>): Promise<void> {
  await executeCommand('stripeWebhooks.journal.export', eventsView.filter.filter);
}
