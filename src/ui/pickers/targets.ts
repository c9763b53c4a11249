import * as vscode from 'vscode';
import { defaultTarget, type Target } from '../../delivery/target.ts';
import { isPrivateUrl } from '../../delivery/targetInput.ts';
import { HumanError } from '../../humanError.ts';
import { confirm } from '../host/messages.ts';
import { askPick, askPicks, only } from '../host/multiStep.ts';
import type { Parts } from '../commands/parts.ts';
import type { TargetNode, TargetsNode } from '../views/targetNodes.ts';
import { askTargetUrl } from './targetUrl.ts';

interface TargetItem extends vscode.QuickPickItem {
  readonly target: Target | undefined;
}

/** The target a command was called on: the clicked one, the only one that qualifies, or one the user picks. */
export async function targetOf(
  node: TargetNode | undefined,
  { targets }: Pick<Parts, 'targets'>,
  placeholder: string,
  qualifies: (target: Target) => boolean = () => true,
): Promise<Target> {
  // The row may be older than the target.
  const clicked = node && targets.get(node.target.id);
  if (clicked) return clicked;
  const items = targets.list().filter(qualifies).map(targetItem);
  if (items.length === 0)
    throw new HumanError(vscode.l10n.t('There is no target for this: add one first.'), 'not-found');
  return only(await askPick(items, placeholder)).target;
}

/** The targets a command was called on: all selected ones if the clicked one is among them, else the clicked one. */
export function selectedTargets(
  node: TargetNode | undefined,
  selected: readonly TargetsNode[] | undefined,
): readonly TargetNode[] {
  if (!node) return [];
  const nodes = (selected ?? []).filter((one): one is TargetNode => one.kind === 'target');
  return nodes.includes(node) ? nodes : [node];
}

/** Asks where to send: to targets, to the receiver itself, or to another URL. A single possibility is not asked for. */
export async function askDestinations(
  parts: Pick<Parts, 'targets' | 'receiver' | 'handlers'>,
  placeholder: string,
  several: boolean,
): Promise<readonly Target[]> {
  const items: readonly TargetItem[] = [
    ...parts.targets.list().map(targetItem),
    ...receiverItem(parts),
    { target: undefined, label: vscode.l10n.t('$(link) Another URL …') },
  ];
  if (items.length === 1) return [await askUrl(parts)];
  if (several) {
    const first = items.slice(0, 1);
    const picked = only(await askPicks(items, first, placeholder));
    return Promise.all(picked.map(async ({ target }) => target ?? (await askUrl(parts))));
  }
  const { target } = only(await askPick(items, placeholder));
  return [target ?? (await askUrl(parts))];
}

/** Asks before anything is sent beyond this machine and its network. */
export async function confirmFarUrl(url: string): Promise<void> {
  if (isPrivateUrl(url)) return;
  await confirm(
    vscode.l10n.t('Send events to {0}?', new URL(url).host),
    vscode.l10n.t('This is not on this machine or its network. Events can hold personal data of customers.'),
    vscode.l10n.t('Send There'),
  );
}

/** The id of the receiver, where it stands among the targets. */
const receiverTargetId = 'receiver';

/** The receiver as a target, to which events can be sent once more; undefined while it does not run. */
export function receiverTarget({ receiver }: Pick<Parts, 'receiver'>): Target | undefined {
  if (!receiver.url) return undefined;
  return { ...defaultTarget(receiverTargetId, receiver.url), name: vscode.l10n.t('the receiver') };
}

function receiverItem(parts: Pick<Parts, 'receiver'>): readonly TargetItem[] {
  const target = receiverTarget(parts);
  if (!target) return [];
  return [
    {
      target,
      label: vscode.l10n.t('$(broadcast) The Receiver'),
      description: target.url,
      detail: vscode.l10n.t('Verified and kept as a new event, then sent on to the targets.'),
    },
  ];
}

async function askUrl({ receiver, handlers }: Pick<Parts, 'receiver' | 'handlers'>): Promise<Target> {
  const isReceiver = (url: URL) => receiver.isReachedAt(url);
  const url = only(await askTargetUrl({ value: '', isReceiver, handlers: () => handlers.all() }));
  await confirmFarUrl(url);
  return defaultTarget('url', url);
}

function targetItem(target: Target): TargetItem & { readonly target: Target } {
  return {
    target,
    label: `$(${target.paused ? 'debug-pause' : 'rocket'}) ${target.name}`,
    description: target.url,
  };
}
