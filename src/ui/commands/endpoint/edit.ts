import { isDeepStrictEqual } from 'node:util';
import * as vscode from 'vscode';
import type { EndpointChange, EndpointInput } from '../../../stripe/endpoint.ts';
import { inputOf } from '../../../stripe/endpointInput.ts';
import { only } from '../../host/multiStep.ts';
import { withPatience } from '../../host/progress.ts';
import { endpointOf } from '../../pickers/endpoints.ts';
import { reviewFields } from '../../pickers/endpointForm.ts';
import type { EndpointNode } from '../../views/endpointNodes.ts';
import { confirmLiveChange } from '../confirmLiveChange.ts';
import { orFormAgain } from '../formAgain.ts';
import type { Parts } from '../parts.ts';
import { formParts, type FormNeeds } from './form.ts';

type Needs = FormNeeds & Pick<Parts, 'endpoints' | 'endpointList' | 'messages'>;

/** Shows an endpoint's fields, lets the user change them, and sends what changed. */
export async function editEndpoint(parts: Needs, node?: EndpointNode): Promise<void> {
  const { connection, endpoint } = await endpointOf(
    node,
    parts.endpointList,
    vscode.l10n.t('Endpoint to edit'),
    ({ kind }) => kind === 'webhook',
  );
  const before = inputOf(endpoint);
  const form = await formParts(parts, connection, false);
  const position = { title: vscode.l10n.t('Edit {0}', endpoint.id) };
  const edit = async (start: EndpointInput): Promise<void> => {
    const after = only(await reviewFields(start, vscode.l10n.t('Save'), form, position));
    const change = changeBetween(before, after);
    if (Object.keys(change).length === 0) return;
    await confirmLiveChange(connection, endpoint.url, vscode.l10n.t('Save'));
    const save = () =>
      withPatience(vscode.l10n.t('Saving the endpoint …'), (signal) =>
        parts.endpoints.update(connection, endpoint.id, change, { signal }),
      );
    await orFormAgain(parts, save, () => edit(after));
    await parts.endpointList.refresh();
  };
  await edit(before);
}

function changeBetween(before: EndpointInput, after: EndpointInput): EndpointChange {
  const fields = ['url', 'events', 'description', 'metadata'] as const;
  const changed = fields.filter((field) => !isDeepStrictEqual(before[field], after[field]));
  return Object.fromEntries(changed.map((field) => [field, after[field]]));
}
