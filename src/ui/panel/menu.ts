/** What a row of the list says of itself to a context menu (`data-vscode-context`). */
export interface EventMenuContext {
  readonly webviewSection: 'event';
  readonly receiptIds: readonly number[];
  readonly eventType?: string;
}

/** Whether a command was called from the context menu of an event. */
export function isEventMenuContext(value: unknown): value is EventMenuContext {
  if (typeof value !== 'object' || value === null) return false;
  const { webviewSection, receiptIds } = value as Partial<EventMenuContext>;
  return webviewSection === 'event' && Array.isArray(receiptIds) && receiptIds.every(Number.isSafeInteger);
}

/** The arguments that a command takes for some events. */
export function eventArguments(
  command: string,
  { receiptIds, eventType }: Pick<EventMenuContext, 'receiptIds' | 'eventType'>,
): readonly unknown[] {
  const [first] = receiptIds;
  switch (command) {
    case 'stripeWebhooks.event.open':
    case 'stripeWebhooks.event.editAndResend':
    case 'stripeWebhooks.event.triggerLike':
    case 'stripeWebhooks.diagnosis.run':
      return first === undefined ? [] : [first];
    case 'stripeWebhooks.handler.goTo':
      return eventType === undefined ? [] : [eventType];
    default:
      return receiptIds.length === 0 ? [] : [receiptIds];
  }
}
