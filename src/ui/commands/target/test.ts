import * as vscode from 'vscode';
import { matchesPattern, type Target } from '../../../delivery/target.ts';
import { askSigner } from '../../pickers/signer.ts';
import { targetOf } from '../../pickers/targets.ts';
import type { TargetNode } from '../../views/targetNodes.ts';
import { reportAttempt } from '../event/reportAttempt.ts';
import type { Parts } from '../parts.ts';

type Needs = Pick<
  Parts,
  'targets' | 'deliveries' | 'payloads' | 'messages' | 'secrets' | 'connections' | 'workspaceState'
>;

/** Sends a target a made-up event of a type that it wants, signed as it would be, and says what it answered. */
export async function testTarget(parts: Needs, node?: TargetNode): Promise<void> {
  const target = await targetOf(node, parts, vscode.l10n.t('Target to test'));
  const { builder, events } = await parts.payloads.get();
  const type = wantedType(
    target,
    events.eventTypes.filter(({ kind }) => kind === 'snapshot').map((one) => one.type),
  );
  const body = Buffer.from(JSON.stringify(builder.build(type), undefined, 2));
  const signer = await askSigner(parts, target);
  const attempt = await parts.deliveries.send(target, { body, headers: [], signer });
  reportAttempt(parts, target, type, attempt);
}

function wantedType({ events }: Target, types: readonly string[]): string {
  const usual = 'payment_intent.succeeded';
  const wanted = types.filter((type) => events.some((pattern) => matchesPattern(pattern, type)));
  return wanted.includes(usual) ? usual : (wanted[0] ?? usual);
}
