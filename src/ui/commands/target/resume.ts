import * as vscode from 'vscode';
import type { TargetNode, TargetsNode } from '../../views/targetNodes.ts';
import type { Parts } from '../parts.ts';
import { setPaused } from './setPaused.ts';

/** Sends events to paused targets again, and goes on with their retries. What arrived meanwhile can be replayed. */
export function resumeTarget(
  parts: Pick<Parts, 'targets'>,
  node?: TargetNode,
  selected?: readonly TargetsNode[],
): Promise<void> {
  return setPaused(parts, false, vscode.l10n.t('Target to resume'), node, selected);
}
