import * as vscode from 'vscode';
import type { Signer } from '../../delivery/deliverable.ts';
import type { Target } from '../../delivery/target.ts';
import { HumanError } from '../../humanError.ts';
import { askPick, only } from '../host/multiStep.ts';
import type { Parts } from '../commands/parts.ts';

const key = 'signer';

/** The endpoint that signs a body which came through none: the only one known, or one that the user picks. */
export async function askSigner(
  { secrets, connections, workspaceState }: Pick<Parts, 'secrets' | 'connections' | 'workspaceState'>,
  target: Pick<Target, 'signature'>,
): Promise<Signer | undefined> {
  if (target.signature === 'own') return undefined;
  const known = new Map(
    (await secrets.all()).map(({ connectionId, endpointId }) => [
      `${connectionId}/${endpointId}`,
      { connectionId, endpointId },
    ]),
  );
  const active = connections.active.id;
  const signers = [...known.values()].sort(
    (one, other) => Number(other.connectionId === active) - Number(one.connectionId === active),
  );
  const [first, ...others] = signers;
  if (!first)
    throw new HumanError(
      vscode.l10n.t(
        'No signing secret is known: create an endpoint first, or give the target a secret of its own.',
      ),
      'not-found',
    );
  if (others.length === 0) return first;
  const last = workspaceState.get<string>(key);
  const items = signers
    .map((signer) => ({
      signer,
      label: `$(key) ${signer.endpointId}`,
      description: connections.list().find(({ id }) => id === signer.connectionId)?.label ?? '',
    }))
    .sort((one, other) => Number(idOf(other.signer) === last) - Number(idOf(one.signer) === last));
  const { signer } = only(await askPick(items, vscode.l10n.t('Endpoint whose secret signs the event')));
  await workspaceState.update(key, idOf(signer));
  return signer;
}

function idOf({ connectionId, endpointId }: Signer): string {
  return `${connectionId}/${endpointId}`;
}
