import * as vscode from 'vscode';
import type { TargetNode, TargetsNode } from '../../views/targetNodes.ts';
import type { Parts } from '../parts.ts';
import { setPaused } from './setPaused.ts';

/** Sends targets nothing until they are resumed; what they wait for is kept. */
export function pauseTarget(
  parts: Pick<Parts, 'targets'>,
  node?: TargetNode,
  selected?: readonly TargetsNode[],
): Promise<void> {
  return setPaused(parts, true, vscode.l10n.t('Target to pause'), node, selected);
}
