import { bodyChanges, type BodyChange, type BodyChangeId } from './changes.ts';
import { beforeRewriting } from './rewritten.ts';
import { utf8 } from './text.ts';

/** What was done to a body, the last first. `rewritten`: parsed and written anew. */
export type BodyStep = BodyChangeId | 'rewritten';

/** A body that may have been the signed one. */
export interface BodyCandidate {
  readonly bytes: Buffer;
  /** What has to be undone, in this order, to come from the given body to this one. */
  readonly steps: readonly BodyStep[];
}

const changes = Object.entries(bodyChanges) as [BodyChangeId, BodyChange][];

/** The bodies that the given one may have been, those that need the fewest steps first. */
export function* bodyCandidates(body: Buffer): Generator<BodyCandidate> {
  const first: BodyCandidate = { bytes: body, steps: [] };
  const once = [...undoneOnce(first)];
  yield* once;
  yield* notRewritten(first);
  for (const candidate of once) yield* notRewritten(candidate);
  for (const candidate of once)
    for (const twice of undoneOnce(candidate)) {
      yield twice;
      // A message of a gateway may hold a packed body in base64, which may have been written anew.
      if (!twice.steps.every((step) => cosmetic.has(step))) yield* notRewritten(twice);
    }
}

/** Changes after which JSON is still the same JSON: writing it anew undoes them as well. */
const cosmetic: ReadonlySet<BodyStep> = new Set([
  'line-end-added',
  'line-end-lost',
  'white-space-added',
  'crlf',
  'lf',
]);

function* undoneOnce({ bytes, steps }: BodyCandidate): Generator<BodyCandidate> {
  for (const [id, { undo }] of changes) {
    if (steps.includes(id)) continue;
    for (const before of undo(bytes))
      if (before && before.length > 0 && !before.equals(bytes))
        yield { bytes: before, steps: [...steps, id] };
  }
}

function* notRewritten({ bytes, steps }: BodyCandidate): Generator<BodyCandidate> {
  // After the cosmetic ones the same candidates would come again.
  if (steps.length > 0 && steps.every((step) => cosmetic.has(step))) return;
  const text = utf8(bytes);
  if (text === undefined) return;
  for (const before of beforeRewriting(text))
    yield { bytes: Buffer.from(before), steps: [...steps, 'rewritten'] };
}
