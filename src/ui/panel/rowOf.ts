import type { JournalledReceipt } from '../../journal/entry.ts';
import type { Row } from './shared/messages.ts';

/** A receipt as the list shows it. */
export function rowOf({
  id,
  receivedAt,
  event,
  verdict,
  delivery,
  source,
  duplicate,
}: JournalledReceipt): Row {
  return {
    id,
    at: receivedAt,
    type: event?.type,
    eventId: event?.id,
    objectId: event?.objectId,
    account: event?.account,
    endpointId: verdict.secret?.endpointId,
    rejection: verdict.outcome === 'rejected' ? verdict.explanation : undefined,
    delivery: delivery && {
      delivered: delivery.delivered,
      attempts: delivery.attempts,
      status: delivery.status,
      milliseconds: delivery.milliseconds,
      error: delivery.error,
    },
    source,
    duplicate,
  };
}
