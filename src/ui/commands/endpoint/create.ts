import * as vscode from 'vscode';
import { validateDescription, validateUrl } from '../../../stripe/endpointInput.ts';
import type { Endpoint } from '../../../stripe/endpoint.ts';
import { askPicks, askText, back, multiStep, type Step } from '../../host/multiStep.ts';
import { withProgress } from '../../host/progress.ts';
import { allEventsItem, eventTypeItems, type EventTypeItem } from '../../pickers/eventTypes.ts';
import { confirmLiveChange } from '../confirmLiveChange.ts';
import type { Parts } from '../parts.ts';
import { startReceiver } from '../receiver/start.ts';

interface Answers {
  readonly url: string;
  readonly events: readonly string[];
  readonly description: string;
}

type Needs = Pick<
  Parts,
  | 'catalogue'
  | 'connections'
  | 'endpoints'
  | 'endpointList'
  | 'endpointsView'
  | 'messages'
  | 'receiver'
  | 'eventsOutput'
>;

/** Asks for URL, events and description, and creates the endpoint; nothing is sent before the last step. */
export async function createEndpoint(parts: Needs): Promise<void> {
  const connection = parts.connections.active;
  const items = [allEventsItem(), ...eventTypeItems(await parts.catalogue.get())];
  const answers = await multiStep<Answers>(vscode.l10n.t('Create Endpoint ({0})', connection.label), [
    urlStep(parts),
    eventsStep(items),
    descriptionStep,
  ]);
  await confirmLiveChange(connection, answers.url, vscode.l10n.t('Create'));
  const created = await withProgress(vscode.l10n.t('Creating the endpoint …'), () =>
    parts.endpoints.create(connection, answers),
  );
  await parts.endpointList.refresh();
  if (parts.endpointsView.visible) await parts.endpointsView.reveal(created.id);
  report(parts, created);
}

function urlStep({ connections, receiver }: Needs): Step<Answers> {
  return async ({ url }, position) => {
    const { active } = connections;
    const answer = await askText(
      {
        prompt: vscode.l10n.t('URL that Stripe sends events to'),
        placeholder: 'https://example.com/webhook',
        value: url ?? (active.kind === 'sandbox' ? receiver.expectedUrl : ''),
        validate: (text) => validateUrl(text, active),
      },
      position,
    );
    return answer === back ? back : { url: answer };
  };
}

function eventsStep(items: readonly EventTypeItem[]): Step<Answers> {
  return async ({ events }, position) => {
    const selected = items.filter(({ type }) => events?.includes(type));
    const answer = await askPicks(items, selected, vscode.l10n.t('Event types to receive'), position);
    if (answer === back) return back;
    const types = answer.map(({ type }) => type);
    return { events: types.includes('*') ? ['*'] : types };
  };
}

const descriptionStep: Step<Answers> = async ({ description }, position) => {
  const answer = await askText(
    {
      prompt: vscode.l10n.t('Description (optional): what the endpoint is used for'),
      value: description ?? '',
      validate: validateDescription,
    },
    position,
  );
  return answer === back ? back : { description: answer };
};

function report(parts: Needs, created: Endpoint): void {
  const pointsHere = created.url === parts.receiver.expectedUrl;
  if (!pointsHere || parts.receiver.url) return;
  parts.messages.info(
    vscode.l10n.t('{0} is ready; the receiver that it points to is not running.', created.id),
    {
      title: vscode.l10n.t('Start Receiver'),
      run: () => startReceiver(parts),
    },
  );
}
