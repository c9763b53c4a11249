import * as vscode from 'vscode';
import { HumanError } from '../../../humanError.ts';
import { TriggerMemory } from '../../control/triggerMemory.ts';
import { executeCommand } from '../../host/executeCommand.ts';
import { refuseLive, toPlace } from '../../pickers/destination.ts';
import type { Parts } from '../parts.ts';
import { sendEvents } from './send.ts';

/** Triggers what was triggered last once more: same type, own data and place, a new event. */
export async function triggerAgain(parts: Parts): Promise<void> {
  refuseLive(parts);
  const { last } = new TriggerMemory(parts.workspaceState);
  if (!last) return void (await executeCommand('stripeWebhooks.event.trigger'));
  if (last.kind === 'scenario') return void (await executeCommand('stripeWebhooks.scenario.run', last.name));
  if (last.destination.kind === 'endpoints' && parts.connections.active.id !== last.connectionId) {
    throw new HumanError(
      vscode.l10n.t(
        'The last event was triggered in another connection: switch to it, or trigger a new one.',
      ),
      'unavailable',
    );
  }
  const destination = await toPlace(parts, last.destination);
  await sendEvents(parts, [last.type], destination, last.values ? { values: last.values } : {});
}
