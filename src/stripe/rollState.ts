import type { Endpoint } from './endpoint.ts';
import type { HumanErrorReason } from '../humanError.ts';

/**
 * One roll of an endpoint's secret, as the journal keeps it. Stripe has no call for it, so a second endpoint with its
 * own secret takes the place of the first. Holds no secret.
 */
export interface Roll {
  readonly id: string;
  readonly connectionId: string;
  /** `overlap`: both deliver until the old one is deleted, which here is at once. */
  readonly way: 'overlap';
  /** Milliseconds since the Unix epoch. */
  readonly startedAt: number;
  /** The endpoint being replaced, as it was at the start. */
  readonly old: Endpoint;
  readonly state: RollState;
}

/** How far a roll is. Each state names what is certain; what comes after may have happened unseen. */
export type RollState =
  | Intended
  /** The new endpoint exists and its secret is stored on this machine. */
  | { readonly name: 'secretStored'; readonly newId: string }
  /** The new endpoint equals the old one in URL, events, description, metadata and status. */
  | { readonly name: 'matched'; readonly newId: string }
  /** The old endpoint is gone. */
  | { readonly name: 'oldDeleted'; readonly newId: string }
  | { readonly name: 'done'; readonly newId: string }
  /** Nothing was changed, or it was taken back; `why` is a sentence for a person. */
  | { readonly name: 'undone'; readonly why: string; readonly reason: HumanErrorReason };

/** The new endpoint may or may not exist. */
export interface Intended {
  readonly name: 'intended';
  /** Sent with the creation, each time it is tried. */
  readonly idempotencyKey: string;
  /** Milliseconds since the Unix epoch; 0 once the key cannot give the answer any more. */
  readonly keyMadeAt: number;
}

/** Whether nothing is left to do. */
export function isSettled(state: RollState): boolean {
  return state.name === 'done' || state.name === 'undone';
}
