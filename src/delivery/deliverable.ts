import type { RoutedEvent } from './target.ts';

/** The content of an event that is to be delivered, as it was received or written. */
export interface Deliverable {
  /** Sent as it is. */
  readonly body: Uint8Array;
  /** Raw header pairs that it came with; empty for a body that was written here. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** The endpoint whose secret it is signed with; undefined when none is known. */
  readonly signer: Signer | undefined;
}

/** Names whose signing secrets are meant, without the secrets. */
export interface Signer {
  readonly connectionId: string;
  readonly endpointId: string;
}

/** A committed receipt on its way to the targets; its content is loaded when its turn comes. */
export interface Routable extends RoutedEvent {
  readonly receiptId: number;
}

/** A receipt as the journal lists it, as far as its way to the targets depends on it. */
export interface RoutedReceipt {
  readonly id: number;
  readonly event:
    | {
        readonly type: string;
        readonly objectId: string | undefined;
        readonly account: string | undefined;
      }
    | undefined;
}

/** What a receipt's way to the targets depends on. */
export function routableOf({ id, event }: RoutedReceipt): Routable {
  return {
    receiptId: id,
    type: event?.type ?? '',
    objectId: event?.objectId,
    account: event?.account,
  };
}
