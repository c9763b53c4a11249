import type { HumanErrorReason } from '../../humanError.ts';
import type { Roll, RollState, Undoing } from '../rollState.ts';
import { sentence } from '../../sentence.ts';

/** A step that failed and yet changed what is certain: `next` is to be written before the cause is reported. */
export class StepFailed extends Error {
  readonly next: RollState;

  constructor(next: RollState, cause: unknown) {
    super('A step of a roll failed', { cause });
    this.next = next;
  }
}

/** The roll ends here, with nothing changed; `why` is a sentence for a person. */
export function undone(why: string, reason: HumanErrorReason): RollState {
  return { name: 'undone', why, reason };
}

/** Fingerprints of the secrets that the user pasted for this roll. */
export function pasted(state: RollState): readonly string[] {
  if (state.name === 'providing') return [state.secret, ...state.replaces];
  return state.name === 'accepted' ? [state.secret] : [];
}

/** Takes a roll back from where it is. */
export function undoing(
  { state, old }: Roll,
  cause: { readonly why?: string; readonly reason?: HumanErrorReason } = {},
): Undoing {
  const base = 'base' in state ? state.base : old;
  const switched = state.name === 'switching' || state.name === 'switched';
  return {
    name: 'undoing',
    ...('newId' in state && state.newId !== undefined ? { newId: state.newId } : {}),
    base,
    restore: switched,
    forget: pasted(state),
    told: state.name !== 'intended' && state.name !== 'awaitingSecret',
    ...cause,
  };
}

/** Takes a roll back whose new endpoint was deleted elsewhere. */
export function newWasDeleted(roll: Roll, oldIsThere: boolean): Undoing {
  const { url } = roll.old;
  const why = oldIsThere
    ? sentence`The new endpoint for ${url} was deleted elsewhere; the old one still works with its old secret.`
    : sentence`The new endpoint for ${url} was deleted elsewhere; and so was the old one.`;
  return undoing(roll, { why, reason: 'not-found' });
}
