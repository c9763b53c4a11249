import * as vscode from 'vscode';
import type { Endpoint, EndpointInput } from '../../../stripe/endpoint.ts';
import { back, multiStep, type Step } from '../../host/multiStep.ts';
import { withProgress } from '../../host/progress.ts';
import { askField, reviewFields, type EndpointFormParts } from '../../pickers/endpointForm.ts';
import { confirmLiveChange } from '../confirmLiveChange.ts';
import type { Parts } from '../parts.ts';
import { startReceiver } from '../receiver/start.ts';
import { formParts, rememberPicked, type FormNeeds } from './form.ts';

type Needs = FormNeeds &
  Pick<
    Parts,
    'connections' | 'endpoints' | 'endpointList' | 'endpointsView' | 'messages' | 'receiver' | 'eventsOutput'
  >;

/** Asks for URL, events and description, shows the rest, and creates the endpoint; nothing is sent before the last step. */
export async function createEndpoint(parts: Needs): Promise<void> {
  const connection = parts.connections.active;
  const form = formParts(parts, connection, true);
  const url = connection.kind === 'sandbox' ? parts.receiver.expectedUrl : '';
  const input = await multiStep<EndpointInput>(vscode.l10n.t('Create Endpoint ({0})', connection.label), [
    async (answers, position) => askField('url', { url, ...answers }, await form, position),
    async (answers, position) => askField('events', answers, await form, position),
    async (answers, position) => askField('description', answers, await form, position),
    reviewStep(form),
  ]);
  await confirmLiveChange(connection, input.url, vscode.l10n.t('Create'));
  const created = await withProgress(vscode.l10n.t('Creating the endpoint …'), () =>
    parts.endpoints.create(connection, input),
  );
  await rememberPicked(parts, input.events);
  await parts.endpointList.refresh();
  if (parts.endpointsView.visible) await parts.endpointsView.reveal(created.id);
  report(parts, created);
}

function reviewStep(form: Promise<EndpointFormParts>): Step<EndpointInput> {
  return async (answers, position) => {
    const { url = '', events = [] } = answers;
    const reviewed = await reviewFields(
      { ...answers, url, events },
      vscode.l10n.t('Create Endpoint'),
      await form,
      position,
    );
    return reviewed === back ? back : reviewed;
  };
}

function report(parts: Needs, created: Endpoint): void {
  const pointsHere = created.url === parts.receiver.expectedUrl;
  if (!pointsHere || parts.receiver.url) return;
  parts.messages.info(
    vscode.l10n.t('{0} is ready; the receiver that it points to is not running.', created.id),
    { title: vscode.l10n.t('Start Receiver'), run: () => startReceiver(parts) },
  );
}
