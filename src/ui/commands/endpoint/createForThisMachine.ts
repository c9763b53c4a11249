import * as vscode from 'vscode';
import { prefix } from '../../../ids.ts';
import { isLocal } from '../../../stripe/connection.ts';
import type { EndpointInput } from '../../../stripe/endpoint.ts';
import { validateUrl } from '../../../stripe/endpointInput.ts';
import type { PublicAddress } from '../../control/thisMachine.ts';
import { Cancelled } from '../../host/cancelled.ts';
import { executeCommand } from '../../host/executeCommand.ts';
import { askPick, askText, only } from '../../host/multiStep.ts';
import { withProgress } from '../../host/progress.ts';
import { reviewFields } from '../../pickers/endpointForm.ts';
import { connectionName } from '../../views/liveColor.ts';
import { orFormAgain } from '../formAgain.ts';
import type { Parts } from '../parts.ts';
import { createAndShow, offerReceiver, type CreationNeeds } from './createAndShow.ts';
import { formParts } from './form.ts';

type Needs = CreationNeeds & Pick<Parts, 'connections' | 'thisMachine'>;

/**
 * Creates an endpoint that leads to the receiver on this machine: everything is filled in, one step is left. Where
 * Stripe has no way here, says so and offers the ways that there are.
 */
export async function createForThisMachine(parts: Needs): Promise<void> {
  const connection = parts.connections.active;
  const form = await formParts(parts, connection, true);
  const url = isLocal(connection) ? parts.receiver.expectedUrl : await publicUrl(parts);
  const handled = [...new Set(await form.handled)];
  const title = vscode.l10n.t('Create Endpoint for This Machine ({0})', connectionName(connection));
  const create = async (given: EndpointInput): Promise<void> => {
    const input = only(await reviewFields(given, vscode.l10n.t('Create Endpoint'), form, { title }));
    const created = await orFormAgain(
      parts,
      () => createAndShow(parts, connection, input),
      () => create(input),
    );
    if (created) offerReceiver(parts, created);
  };
  const events = handled.length > 0 ? handled : ['*'];
  await create({ url, events, description: vscode.l10n.t('Development') });
}

async function publicUrl({ thisMachine, connections, receiver }: Needs): Promise<string> {
  const addresses = await withProgress(vscode.l10n.t('Looking for public addresses …'), () =>
    thisMachine.publicAddresses(),
  );
  const [first, ...others] = addresses;
  if (!first) return withoutAddress(connections, receiver);
  if (others.length === 0) return first.url;
  const items = addresses.map(({ url, by }: PublicAddress) => ({ label: url, description: by, url }));
  return only(await askPick(items, vscode.l10n.t('Address by which Stripe reaches this machine'))).url;
}

/** Explains why no endpoint can lead here, and the two ways out. */
async function withoutAddress(
  { active }: Needs['connections'],
  receiver: Needs['receiver'],
): Promise<string> {
  const listen = vscode.l10n.t('Listen Without an Endpoint');
  const enter = vscode.l10n.t('Enter Public URL…');
  const answer = await vscode.window.showInformationMessage(
    vscode.l10n.t('Stripe cannot reach this machine: no tunnel or forwarded port leads to it.'),
    {
      modal: true,
      detail: vscode.l10n.t(
        'An endpoint needs a public https URL. A listen session needs none: the events of {0} come through a connection that this editor opens, as with “stripe listen”, and no endpoint is created. Or start a tunnel to {1} (ngrok and cloudflared are found by themselves) or forward its port, and enter the URL.',
        active.label,
        receiver.expectedUrl,
      ),
    },
    listen,
    enter,
  );
  if (answer === enter) return enterPublicUrl();
  if (answer === listen) await executeCommand('stripeWebhooks.source.start');
  throw new Cancelled();
}

async function enterPublicUrl(): Promise<string> {
  const url = only(
    await askText({
      prompt: vscode.l10n.t('Public URL that leads to the receiver; kept for this workspace'),
      placeholder: 'https://example.ngrok.app/webhook',
      validate: (text) =>
        validateUrl(text, { kind: 'account', mode: 'test' }) ??
        (text.startsWith('https://') ? undefined : vscode.l10n.t('Stripe needs https here.')),
    }),
  );
  await vscode.workspace
    .getConfiguration(prefix)
    .update('receiver.publicUrl', url, vscode.ConfigurationTarget.Workspace);
  return url;
}
