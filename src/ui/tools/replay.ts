import * as vscode from 'vscode';
import type { Target } from '../../delivery/target.ts';
import { HumanError } from '../../humanError.ts';
import type { Tools } from '../../ids.ts';
import { summarySentence } from '../commands/event/replay.ts';
import type { Parts } from '../commands/parts.ts';
import { routableOf } from '../../delivery/deliverable.ts';
import { receiverTarget } from '../pickers/targets.ts';
import { attemptText } from '../views/attemptText.ts';
import { receiptOf, refuseLiveEvents, requireSending } from './events.ts';
import { numbers, optionalText } from './input.ts';
import { targetNamed } from './targets.ts';
import type { Tool } from './tool.ts';

const atOnce = 50;

/** Sends received events once more, signed anew, to a target or to all of them. */
export const replay: Tool<Tools['stripeWebhooks_replayEvents']> = {
  prepare: async (parts, input) => {
    const { receipts, targets } = await read(parts, input);
    const what = receipts.map(({ id, event }) => `#${id} ${event?.type ?? ''}`.trim()).join(', ');
    return {
      invocationMessage: vscode.l10n.t('Replaying {0} …', what),
      confirmationMessages: {
        title: vscode.l10n.t('Replay Events'),
        message: vscode.l10n.t(
          'Events {0} are sent once more to {1}.',
          what,
          targets.map(({ name, url }) => `${name} (${url})`).join(', '),
        ),
      },
    };
  },
  run: async (parts, input, signal) => {
    const { receipts, targets } = await read(parts, input);
    signal.throwIfAborted();
    const plan = { targets, faults: {}, receipts: receipts.map(routableOf) };
    const summary = await parts.deliveries.replay(plan, () => undefined, signal);
    const { firstFailure } = summary;
    return {
      facts: {
        summary: summarySentence(summary, targets),
        delivered: summary.delivered,
        failed: summary.failed,
        firstFailure: firstFailure && { url: firstFailure.url, answer: attemptText(firstFailure) },
      },
    };
  },
};

/** What is to be sent, and where. Throws a `HumanError` for what must not be. */
async function read(parts: Parts, input: Tools['stripeWebhooks_replayEvents']) {
  requireSending(parts);
  const ids = numbers(input, 'ids', atOnce);
  const targets = targetsOf(parts, optionalText(input, 'to'));
  const receipts = await Promise.all(ids.map((id) => receiptOf(parts, id)));
  refuseLiveEvents(receipts);
  return { receipts, targets };
}

function targetsOf(parts: Parts, to: string | undefined): readonly Target[] {
  const receiver = receiverTarget(parts);
  if (to === 'receiver' && receiver) return [receiver];
  if (to === 'receiver')
    throw new HumanError(vscode.l10n.t('The receiver is not running: start it first.'), 'unavailable');
  if (to !== undefined) return [targetNamed(parts, to)];
  const active = parts.targets.list().filter(({ paused }) => !paused);
  if (active.length > 0) return active;
  throw new HumanError(vscode.l10n.t('There is no target for this: add one first.'), 'not-found');
}
