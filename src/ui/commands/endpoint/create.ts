import * as vscode from 'vscode';
import type { Endpoint, EndpointInput } from '../../../stripe/endpoint.ts';
import { back, multiStep, type Step } from '../../host/multiStep.ts';
import { askField, reviewFields, type EndpointFormParts } from '../../pickers/endpointForm.ts';
import { connectionName } from '../../views/liveColor.ts';
import { orFormAgain } from '../formAgain.ts';
import type { Parts } from '../parts.ts';
import { createAndShow, offerReceiver, type CreationNeeds } from './createAndShow.ts';
import { formParts } from './form.ts';

type Needs = CreationNeeds & Pick<Parts, 'connections'>;

/** Creates an endpoint by the form, begun with what is given, and offers the receiver if it points there. */
export async function createEndpoint(
  parts: Needs,
  given?: Partial<EndpointInput>,
  firstStep?: number,
): Promise<void> {
  const created = await askAndCreate(parts, given, firstStep);
  if (created) offerReceiver(parts, created);
}

/**
 * Asks for URL, events and description, shows the rest, and creates the endpoint; nothing is sent before the last step.
 * Begins with what is given. Undefined when Stripe refuses it, and the form is offered again.
 */
export async function askAndCreate(
  parts: Needs,
  given: Partial<EndpointInput> = {},
  firstStep = 0,
): Promise<Endpoint | undefined> {
  const connection = parts.connections.active;
  const form = formParts(parts, connection, true);
  const url = connection.kind === 'sandbox' ? parts.receiver.expectedUrl : '';
  const steps: readonly Step<EndpointInput>[] = [
    async (answers, position) => askField('url', { url, ...answers }, await form, position),
    async (answers, position) => askField('events', answers, await form, position),
    async (answers, position) => askField('description', answers, await form, position),
    reviewStep(form),
  ];
  const title = vscode.l10n.t('Create Endpoint ({0})', connectionName(connection));
  const input = await multiStep<EndpointInput>(title, steps, given, firstStep);
  return orFormAgain(
    parts,
    () => createAndShow(parts, connection, input),
    () => createEndpoint(parts, input, steps.length - 1),
  );
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
