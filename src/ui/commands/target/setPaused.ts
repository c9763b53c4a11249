import { selectedTargets, targetOf } from '../../pickers/targets.ts';
import type { TargetNode, TargetsNode } from '../../views/targetNodes.ts';
import type { Parts } from '../parts.ts';

/** Pauses or resumes the selected targets, or one that the user picks. */
export async function setPaused(
  parts: Pick<Parts, 'targets'>,
  paused: boolean,
  question: string,
  node: TargetNode | undefined,
  selected: readonly TargetsNode[] | undefined,
): Promise<void> {
  const { targets } = parts;
  const chosen = selectedTargets(node, selected).map(({ target }) => target);
  const all =
    chosen.length > 0 ? chosen : [await targetOf(node, parts, question, (one) => one.paused !== paused)];
  for (const { id } of all) {
    const target = targets.get(id);
    if (target) await targets.save({ ...target, paused });
  }
}
