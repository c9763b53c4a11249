import type { Endpoint } from './endpoint.ts';
import type { HumanErrorReason } from '../humanError.ts';

/** How a secret is to be rolled. Times are milliseconds since the Unix epoch. */
export type RollPlan =
  /** A new endpoint delivers beside the old one, which is deleted at `until`: at once unless given. */
  | { readonly way: 'overlap'; readonly until?: number }
  /** A new endpoint waits disabled; once the user has deployed its secret, it goes on and the old one off. */
  | { readonly way: 'switch' }
  /** The user rolls in the Dashboard and pastes the new secret; the old one is accepted until `until`, if given. */
  | { readonly way: 'dashboard'; readonly until?: number };

/**
 * One roll of an endpoint's secret, as the journal keeps it. Stripe has no call for it, so a second endpoint with its
 * own secret takes the place of the first, or the user rolls in the Dashboard. Holds no secret.
 */
export interface Roll {
  readonly id: string;
  readonly connectionId: string;
  readonly way: RollPlan['way'];
  /** Milliseconds since the Unix epoch. */
  readonly startedAt: number;
  /** When the old secret ends, in milliseconds since the Unix epoch; undefined: when the user says so. */
  readonly until?: number;
  /** The endpoint being replaced, as it was at the start. */
  readonly old: Endpoint;
  readonly state: RollState;
}

/** How far a roll is. Each state names what is certain; what comes after may have happened unseen. */
export type RollState =
  | Intended
  /** The new endpoint exists and its secret is stored on this machine. */
  | { readonly name: 'secretStored'; readonly newId: string }
  /** Overlap: the new endpoint equals the old one in URL, events, description, metadata and status. */
  | Paired<'matched'>
  /** Switch: the new endpoint equals the old one and is disabled. */
  | Paired<'standby'>
  /** Switch: the user said that the new secret is deployed. */
  | Paired<'switching'>
  /** Switch: the new endpoint is on and the old one off. */
  | Paired<'switched'>
  /** The old endpoint is gone. `why`: what could not be done as asked, a sentence for a person. */
  | { readonly name: 'oldDeleted'; readonly newId: string; readonly why?: string }
  /** Dashboard: the user has not given the new secret yet. */
  | { readonly name: 'awaitingSecret' }
  /** Dashboard: a secret was given and may or may not be stored. */
  | Providing
  /** Dashboard: the old and the new secret are accepted; `secret` is the new one's fingerprint. */
  | { readonly name: 'accepted'; readonly secret: string }
  | Undoing
  | { readonly name: 'done'; readonly newId?: string; readonly why?: string }
  /** Nothing was changed, or it was taken back; `why`, a sentence for a person, unless the user wanted it. */
  | { readonly name: 'undone'; readonly why?: string; readonly reason?: HumanErrorReason };

/** The new endpoint may or may not exist. */
export interface Intended {
  readonly name: 'intended';
  /** Sent with the creation, each time it is tried. */
  readonly idempotencyKey: string;
  /** Milliseconds since the Unix epoch; 0 once the key cannot give the answer any more. */
  readonly keyMadeAt: number;
}

/** Both endpoints exist. */
export interface Paired<Name extends string> {
  readonly name: Name;
  readonly newId: string;
  /** The old endpoint as it was when last copied; any difference from this was made elsewhere. */
  readonly base: Endpoint;
}

/** A secret pasted by the user is being stored. All are fingerprints. */
export interface Providing {
  readonly name: 'providing';
  readonly secret: string;
  /** The secrets that were pasted before, wrongly. */
  readonly replaces: readonly string[];
}

/** The roll is being taken back, since the user said so or, with a `why`, because it cannot go on. */
export interface Undoing {
  readonly name: 'undoing';
  readonly newId?: string;
  readonly base: Endpoint;
  /** Whether the roll may have switched the old endpoint off. */
  readonly restore: boolean;
  /** Fingerprints of the secrets to forget, where the endpoint stays the same. */
  readonly forget: readonly string[];
  /** Whether others may have been told of the new secret. */
  readonly told: boolean;
  readonly why?: string;
  readonly reason?: HumanErrorReason;
}

/** Whether nothing is left to do. */
export function isSettled(state: RollState): boolean {
  return state.name === 'done' || state.name === 'undone';
}

/** Whether the roll rests, as planned, for the user or for its time, at `now` (milliseconds since the Unix epoch). */
export function isWaiting(roll: Roll, now: number): boolean {
  const { waitsFor, at } = nextOf(roll);
  return waitsFor === 'user' || (waitsFor === 'time' && at !== undefined && now < at);
}

/** What happens next in a roll, and what it waits for. */
export interface RollNext {
  readonly action:
    'create' | 'prepare' | 'confirm' | 'switch' | 'retire' | 'provideSecret' | 'tidy' | 'undo' | 'nothing';
  readonly waitsFor: 'user' | 'time' | 'nobody';
  /** When it happens by itself, in milliseconds since the Unix epoch. */
  readonly at?: number;
}

/** What happens next: `user` and `time` are planned rests, `nobody` is work that is under way or was interrupted. */
export function nextOf({ state, way, until }: Pick<Roll, 'state' | 'way' | 'until'>): RollNext {
  switch (state.name) {
    case 'intended':
      return { action: 'create', waitsFor: 'nobody' };
    case 'secretStored':
    case 'providing':
      return { action: 'prepare', waitsFor: 'nobody' };
    case 'standby':
      return { action: 'confirm', waitsFor: 'user' };
    case 'switching':
      return { action: 'switch', waitsFor: 'nobody' };
    case 'matched':
    case 'switched':
    case 'accepted': {
      const at = until ?? (way === 'overlap' ? 0 : undefined);
      return at === undefined
        ? { action: 'retire', waitsFor: 'user' }
        : { action: 'retire', waitsFor: 'time', at };
    }
    case 'awaitingSecret':
      return { action: 'provideSecret', waitsFor: 'user' };
    case 'oldDeleted':
      return { action: 'tidy', waitsFor: 'nobody' };
    case 'undoing':
      return { action: 'undo', waitsFor: 'nobody' };
    case 'done':
    case 'undone':
      return { action: 'nothing', waitsFor: 'nobody' };
  }
}

/** What the user can do with a roll now. */
export interface RollChoices {
  /** The new secret is deployed: new endpoint on, old one off. */
  readonly confirm: boolean;
  /** Do all that is left at once. */
  readonly finish: boolean;
  readonly undo: boolean;
  readonly provideSecret: boolean;
}

/** What the user can do with a roll now. */
export function choicesOf({ state }: Pick<Roll, 'state'>): RollChoices {
  const { name } = state;
  const over = isSettled(state) || name === 'oldDeleted';
  return {
    confirm: name === 'standby',
    finish: !over && !['undoing', 'awaitingSecret', 'providing'].includes(name),
    undo: !over && name !== 'undoing',
    provideSecret: name === 'awaitingSecret' || name === 'providing' || name === 'accepted',
  };
}

/** The endpoint whose newest stored secret is the roll's new one; undefined while there is none. */
export function newSecretOwner({ state, old }: Pick<Roll, 'state' | 'old'>): string | undefined {
  if ('newId' in state) return state.newId;
  return state.name === 'providing' || state.name === 'accepted' || state.name === 'done'
    ? old.id
    : undefined;
}

/**
 * Whom a roll tells of its new secret, such as the writer of a `.env` file. Called again after a crash; a rejection
 * stops the roll there.
 */
export interface RollHooks {
  /** The new secret is stored, as the newest of `newSecretOwner(roll)`, and the old one still works. */
  onSecretReady?(roll: Roll): Promise<void>;
  /** The roll is taken back: the newest secret of `roll.old.id` is the right one again. */
  onSecretWithdrawn?(roll: Roll): Promise<void>;
}
