import * as vscode from 'vscode';
import type { JournalledAttempt } from '../../journal/entry.ts';
import type { FullReceipt } from '../../journal/journal.ts';
import type { Tools } from '../../ids.ts';
import { formatJson } from '../editor/formatJson.ts';
import { eventFacts, receiptOf } from './events.ts';
import { number } from './input.ts';
import type { Tool } from './tool.ts';

const shownOfAnswer = 500;

/** Reads a received event: its payload, the signature's verdict, and what the targets answered. */
export const readEvent: Tool<Tools['stripeWebhooks_readEvent']> = {
  prepare: async (parts, input) => {
    const { id, event } = await receiptOf(parts, number(input, 'id'));
    const invocationMessage = vscode.l10n.t('Reading event #{0} …', id);
    if (!event?.livemode) return { invocationMessage };
    return {
      invocationMessage,
      confirmationMessages: {
        title: vscode.l10n.t('Read Live Event'),
        message: vscode.l10n.t(
          'Event #{0} ({1}) is of a live account. Its payload can hold personal data of customers, which is given to the language model.',
          id,
          event.type,
        ),
      },
    };
  },
  run: async (parts, input) => {
    const receipt = await receiptOf(parts, number(input, 'id'));
    const attempts = await (await parts.journal.get()).attemptsOf(receipt.id);
    const { verdict } = receipt;
    return {
      facts: {
        ...eventFacts(receipt),
        bytes: receipt.size,
        apiVersion: receipt.event?.apiVersion,
        requestId: receipt.event?.requestId,
        ...(verdict.outcome === 'rejected' && { why: verdict.explanation, whatToDo: verdict.remedy }),
        endpointId: verdict.secret?.endpointId,
        attempts: attempts.map((attempt) => attemptFacts(parts, attempt)),
      },
      text: payloadOf(receipt),
    };
  },
};

function attemptFacts(
  { targets }: Parameters<typeof readEvent.run>[0],
  { target, startedAt, milliseconds, response, error }: JournalledAttempt,
) {
  const answer = response ? new TextDecoder().decode(response.body) : undefined;
  return {
    target: targets.get(target)?.name ?? target,
    at: new Date(startedAt).toISOString(),
    milliseconds: Math.round(milliseconds),
    status: response?.status,
    error,
    answer: answer && answer.slice(0, shownOfAnswer),
  };
}

function payloadOf({ body }: FullReceipt): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(formatJson(body));
  } catch {
    return `not text; in base64: ${Buffer.from(body).toString('base64')}`;
  }
}
