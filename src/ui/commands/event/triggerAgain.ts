import * as vscode from 'vscode';
import { HumanError } from '../../../humanError.ts';
import { scenarioNamed } from '../../control/scenarioFiles.ts';
import { TriggerMemory } from '../../control/triggerMemory.ts';
import { executeCommand } from '../../host/executeCommand.ts';
import { refuseLive, toPlace } from '../../pickers/destination.ts';
import type { Parts } from '../parts.ts';
import { startReceiverFor } from '../receiver/startFor.ts';
import { playScenario } from '../scenario/run.ts';
import { sendEvents } from './send.ts';

/** Triggers what was triggered last once more: same type or scenario, own data and place, new events. */
export async function triggerAgain(parts: Parts): Promise<void> {
  refuseLive(parts);
  const { last } = new TriggerMemory(parts.workspaceState);
  if (!last) return void (await executeCommand('stripeWebhooks.event.trigger'));
  if (last.destination.kind === 'endpoints' && parts.connections.active.id !== last.connectionId) {
    throw new HumanError(
      vscode.l10n.t(
        'The last event was triggered in another connection: switch to it, or trigger a new one.',
      ),
      'unavailable',
    );
  }
  const destination = await toPlace(parts, last.destination);
  if (last.destination.kind === 'endpoints') {
    const { endpointIds } = last.destination;
    const endpoints = await parts.endpointList.loaded();
    await startReceiverFor(
      parts,
      // None by name are all that want the event.
      endpointIds.length === 0 ? endpoints : endpoints.filter(({ id }) => endpointIds.includes(id)),
    );
  }
  if (last.kind === 'scenario') {
    const scenario = await scenarioNamed(parts, last.name);
    return playScenario(parts, scenario, last.manner, destination);
  }
  await sendEvents(parts, [last.type], destination, last.values ? { values: last.values } : {});
}
