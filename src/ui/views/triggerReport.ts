import * as vscode from 'vscode';
import { succeeded as isTakenBy, type Attempt } from '../../delivery/attempt.ts';
import type { Delivered } from '../../delivery/dispatcher.ts';
import type { Parts } from '../commands/parts.ts';
import { takes, type Sent } from '../control/triggers.ts';
import { executeCommand } from '../host/executeCommand.ts';
import type { Action } from '../host/messages.ts';

type Needs = Pick<Parts, 'eventsOutput' | 'messages' | 'receiver'>;

const shownFor = 15_000;
let item: vscode.StatusBarItem | undefined;
/** The receipt whose answers are shown in the item's place. */
let followed: number | undefined;
let timer: NodeJS.Timeout | undefined;

// An app may have answered before it is known that the event has arrived.
const rememberedAnswers = 16;
const answers: Delivered[] = [];

/** Says once what became of a triggered event: in the status bar when it was taken, else in a warning; with a way to it. */
export function reportTrigger(parts: Needs, sent: Sent, goesThroughSandbox: boolean): void {
  const { attempts, received, type } = sent;
  if (received) parts.eventsOutput.show();
  const failed = attempts.find((attempt) => !takes(attempt));
  const [first] = attempts;
  if (failed) warn(parts, sent, failed, goesThroughSandbox);
  else if (!first) {
    parts.messages.warn(vscode.l10n.t('{0} was created, but no enabled endpoint received it.', type));
  } else {
    const text = vscode.l10n.t('{0}: {1} in {2} ms', type, first.response?.status ?? '', milliseconds(first));
    const sentence =
      attempts.length > 1
        ? vscode.l10n.t('{0} was delivered to {1} endpoints.', type, attempts.length)
        : sentenceOf(sent, first);
    succeeded(text, sentence, received?.id);
    followed = received?.id;
    showAnswer();
  }
}

/** Shows what a target answered to the event that was triggered last: that it has arrived here says nothing of the app. */
export function answered(delivered: Delivered): void {
  answers.push(delivered);
  if (answers.length > rememberedAnswers) answers.shift();
  if (item && delivered.receiptId === followed) showAnswer();
}

function showAnswer(): void {
  const newest = new Map(
    answers.filter(({ receiptId }) => receiptId === followed).map((one) => [one.target.id, one]),
  );
  const all = [...newest.values()];
  // Among several targets it is the one that failed that a person has to hear of.
  const shown = all.find(({ attempt }) => !isTakenBy(attempt)) ?? all.at(-1);
  if (!shown) return;
  const { receiptId, type, target, attempt } = shown;
  const { response, error } = attempt;
  const status = response?.status ?? vscode.l10n.t('no answer');
  const text = vscode.l10n.t('{0}: {1} from {2}', type, status, target.name);
  const sentence = response
    ? vscode.l10n.t(
        '{0} was answered with {1} by {2} in {3} ms.',
        type,
        response.status,
        target.name,
        milliseconds(attempt),
      )
    : vscode.l10n.t('{0} was not delivered to {1}: {2}', type, target.name, error ?? '');
  show(text, sentence, isTakenBy(attempt) ? 'check' : 'error', receiptId);
}

/** Shows that something was sent, for a while; a press leads to the event or to the output. */
export function succeeded(text: string, sentence: string, receiptId?: number): void {
  followed = undefined;
  show(text, sentence, 'check', receiptId);
}

function show(text: string, sentence: string, icon: 'check' | 'error', receiptId: number | undefined): void {
  item ??= vscode.window.createStatusBarItem('stripeWebhooks.trigger', vscode.StatusBarAlignment.Left);
  item.name = vscode.l10n.t('Stripe Webhooks: Last Trigger');
  item.text = `$(${icon}) ${text}`;
  item.backgroundColor =
    icon === 'error' ? new vscode.ThemeColor('statusBarItem.errorBackground') : undefined;
  item.tooltip = sentence;
  item.accessibilityInformation = { label: sentence };
  item.command =
    receiptId === undefined
      ? { command: 'stripeWebhooks.event.showOutput', title: vscode.l10n.t('Show Events') }
      : { command: 'stripeWebhooks.event.open', arguments: [receiptId], title: vscode.l10n.t('Open Event') };
  item.show();
  clearTimeout(timer);
  timer = setTimeout(() => {
    item?.dispose();
    item = undefined;
  }, shownFor);
  timer.unref();
}

/** The button that leads to the event. */
function openEventAction(receiptId: number): Action {
  return {
    title: vscode.l10n.t('Open Event'),
    run: () => executeCommand('stripeWebhooks.event.open', receiptId),
  };
}

function warn({ messages, receiver }: Needs, sent: Sent, failed: Attempt, goesThroughSandbox: boolean): void {
  const startReceiver = {
    title: vscode.l10n.t('Start Receiver'),
    run: () => executeCommand('stripeWebhooks.receiver.start'),
  };
  const actions = [
    ...(sent.received ? [openEventAction(sent.received.id)] : []),
    ...(receiver.url ? [] : [startReceiver]),
  ];
  const reason = reasonOf(sent, failed);
  messages.warn(
    goesThroughSandbox
      ? vscode.l10n.t('{0} did not take {1}: {2} The sandbox will try again.', failed.url, sent.type, reason)
      : vscode.l10n.t('{0} did not take {1}: {2}', failed.url, sent.type, reason),
    ...actions,
  );
}

function sentenceOf({ type, received }: Sent, attempt: Attempt): string {
  const status = attempt.response?.status ?? '';
  return received?.receipt.verdict.outcome === 'verified'
    ? vscode.l10n.t(
        '{0} was sent, verified and answered with {1} by {2} in {3} ms.',
        type,
        status,
        attempt.url,
        milliseconds(attempt),
      )
    : vscode.l10n.t(
        '{0} was answered with {1} by {2} in {3} ms.',
        type,
        status,
        attempt.url,
        milliseconds(attempt),
      );
}

function reasonOf({ received }: Sent, { error, response }: Attempt): string {
  const verdict = received?.receipt.verdict;
  if (verdict?.outcome === 'rejected') return verdict.explanation;
  return error ?? vscode.l10n.t('It answered {0}.', response?.status ?? '');
}

function milliseconds(attempt: Attempt): number {
  return Math.round(attempt.milliseconds);
}
