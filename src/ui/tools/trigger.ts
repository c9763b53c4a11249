import * as vscode from 'vscode';
import { HumanError } from '../../humanError.ts';
import type { Tools } from '../../ids.ts';
import { UnknownEventTypeError } from '../../payloads/unknownEventTypeError.ts';
import { sendEvent } from '../commands/event/send.ts';
import type { Parts } from '../commands/parts.ts';
import { isTaken, type Sent } from '../control/triggers.ts';
import { toEndpoints, toPlace, type Destination } from '../pickers/destination.ts';
import { attemptText } from '../views/attemptText.ts';
import { requireSending } from './events.ts';
import { optionalObject, optionalText, text } from './input.ts';
import { targetNamed } from './targets.ts';
import type { Tool } from './tool.ts';

/** Triggers an event: through the sandbox, or straight to the receiver or a target. */
export const trigger: Tool<Tools['stripeWebhooks_triggerEvent']> = {
  prepare: (parts, input) => {
    requireSending(parts);
    const type = text(input, 'type');
    return {
      invocationMessage: vscode.l10n.t('Triggering {0} …', type),
      confirmationMessages: {
        title: vscode.l10n.t('Trigger {0}', type),
        message: vscode.l10n.t(
          'A made-up event is sent to {0} ({1}).',
          placeName(parts, optionalText(input, 'to')),
          parts.connections.active.label,
        ),
      },
    };
  },
  run: async (parts, input, signal) => {
    requireSending(parts);
    const type = text(input, 'type');
    const values = optionalObject(input, 'values');
    const known = (await parts.catalogue.get()).eventTypes.map((one) => one.type);
    if (!known.includes(type)) throw new UnknownEventTypeError(type, known);
    const destination = await destinationOf(parts, type, optionalText(input, 'to'));
    signal.throwIfAborted();
    const sent = await sendEvent(parts, type, destination, values ? { values } : {});
    return { facts: sentFacts(sent) };
  },
};

function placeName({ connections }: Parts, to: string | undefined): string {
  const place = to ?? (connections.active.kind === 'sandbox' ? 'endpoints' : 'receiver');
  if (place === 'endpoints') return vscode.l10n.t('the endpoints of the sandbox that want it');
  return place === 'receiver' ? vscode.l10n.t('the receiver') : place;
}

async function destinationOf(parts: Parts, type: string, to: string | undefined): Promise<Destination> {
  const isSandbox = parts.connections.active.kind === 'sandbox';
  const place = to ?? (isSandbox ? 'endpoints' : 'receiver');
  if (place === 'receiver') return toPlace(parts, { kind: 'receiver' });
  if (place !== 'endpoints') {
    return toPlace(parts, { kind: 'target', targetId: targetNamed(parts, place).id });
  }
  if (!isSandbox) {
    throw new HumanError(
      vscode.l10n.t(
        'Only the sandbox delivers made-up events to endpoints: send it to “receiver” or a target.',
      ),
      'unavailable',
    );
  }
  const wanting = (await parts.endpointList.loaded()).filter(
    ({ status, events }) => status === 'enabled' && (events.includes('*') || events.includes(type)),
  );
  if (wanting.length > 0) return toEndpoints(parts, wanting);
  throw new HumanError(vscode.l10n.t('No enabled endpoint receives {0}.', type), 'not-found');
}

function sentFacts(sent: Sent) {
  const { type, attempts, received } = sent;
  const verdict = received?.receipt.verdict;
  return {
    type,
    taken: isTaken(sent),
    attempts: attempts.map((attempt) => ({ url: attempt.url, answer: attemptText(attempt) })),
    received: received && {
      id: received.id,
      eventId: received.receipt.event?.id,
      signature: verdict?.outcome === 'rejected' ? `rejected: ${verdict.cause}` : 'verified',
    },
  };
}
