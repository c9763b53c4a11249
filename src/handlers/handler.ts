import { matchesEventType } from '../stripe/eventSets.ts';

/** How a place in code selects an event type. */
export type HandlerForm =
  | 'case'
  | 'comparison'
  | 'includes'
  | 'map-key'
  | 'listener'
  | 'decorator'
  | 'property'
  | 'prefix'
  /** The name of a method or class says the type: `handleInvoicePaid`, `V1…EventNotification`. */
  | 'name';

/** A place in the workspace's code that handles an event type. Lines and columns are 0-based UTF-16, as VS Code counts them. */
export interface Handler {
  /** As the index was given it: an absolute path or a URI string. */
  readonly file: string;
  /** An event type, or a pattern that ends in `*` where code matches by prefix, e.g. `customer.*`. */
  readonly eventType: string;
  readonly line: number;
  readonly column: number;
  /** The end of the literal (or constant), exclusive. */
  readonly endLine: number;
  readonly endColumn: number;
  readonly form: HandlerForm;
}

/** Whether a handler's event type, which may be a pattern, covers an event type. */
export function handles(handler: Pick<Handler, 'eventType'>, eventType: string): boolean {
  return matchesEventType(handler.eventType, eventType);
}
