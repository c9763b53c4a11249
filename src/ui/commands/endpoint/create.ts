import * as vscode from 'vscode';
import type { EndpointInput } from '../../../stripe/endpoint.ts';
import { back, multiStep, type Step } from '../../host/multiStep.ts';
import { askField, reviewFields, type EndpointFormParts } from '../../pickers/endpointForm.ts';
import type { Parts } from '../parts.ts';
import { connectionName } from '../../views/liveColor.ts';
import { createAndReport, type CreationNeeds } from './createAndReport.ts';
import { formParts } from './form.ts';

/** Asks for URL, events and description, shows the rest, and creates the endpoint; nothing is sent before the last step. */
export async function createEndpoint(parts: CreationNeeds & Pick<Parts, 'connections'>): Promise<void> {
  const connection = parts.connections.active;
  const form = formParts(parts, connection, true);
  const url = connection.kind === 'sandbox' ? parts.receiver.expectedUrl : '';
  const input = await multiStep<EndpointInput>(
    vscode.l10n.t('Create Endpoint ({0})', connectionName(connection)),
    [
      async (answers, position) => askField('url', { url, ...answers }, await form, position),
      async (answers, position) => askField('events', answers, await form, position),
      async (answers, position) => askField('description', answers, await form, position),
      reviewStep(form),
    ],
  );
  await createAndReport(parts, connection, input);
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
