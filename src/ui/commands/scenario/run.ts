import * as vscode from 'vscode';
import { randomUUID } from 'node:crypto';
import { beginRun } from '../../../receiver/eventRun.ts';
import type { Scenario } from '../../../payloads/scenario.ts';
import { planScenario } from '../../../payloads/scenarioPlan.ts';
import { arrange, pause, play, type Arrival, type Delivery } from '../../../payloads/scenarioPlayer.ts';
import { scenarioNamed } from '../../control/scenarioFiles.ts';
import { isTaken, type Sent } from '../../control/triggers.ts';
import { TriggerMemory, type Manner } from '../../control/triggerMemory.ts';
import { askPick, back, multiStep } from '../../host/multiStep.ts';
import { executeCommand } from '../../host/executeCommand.ts';
import { askDestinationStep, refuseLive, type Destination } from '../../pickers/destination.ts';
import { askScenario } from '../../pickers/scenarios.ts';
import { succeeded } from '../../views/triggerReport.ts';
import type { Parts } from '../parts.ts';

/** Runs a scenario: the named one, or one the user picks. */
export async function runScenario(parts: Parts, name?: string): Promise<void> {
  refuseLive(parts);
  const scenario = name === undefined ? await askScenario(parts) : await scenarioNamed(parts, name);
  const { title } = scenario;
  const { manner, destination } = await multiStep<{ manner: Manner; destination: Destination }>(title, [
    async () => {
      const manner = await askManner(title);
      return manner === back ? back : { manner };
    },
    async () => {
      const destination = await askDestinationStep(parts, { title, step: 3, totalSteps: 3 });
      return destination === back ? back : { destination };
    },
  ]);
  await new TriggerMemory(parts.workspaceState).remember({
    kind: 'scenario',
    name: scenario.name,
    connectionId: parts.connections.active.id,
    destination: destination.choice,
    manner,
  });
  await playScenario(parts, scenario, manner, destination);
}

interface Way extends vscode.QuickPickItem {
  readonly arrival: Arrival;
  readonly byWord?: true;
}

/** Asks for order and pace. The first step of three, or of two where the user says when the next event goes. */
async function askManner(title: string): Promise<Manner | typeof back> {
  const ways: readonly Way[] = [
    { label: vscode.l10n.t('$(list-ordered) In Order'), arrival: 'in-order' },
    {
      label: vscode.l10n.t('$(debug-step-over) Step by Step'),
      detail: vscode.l10n.t('The next event goes when you say so.'),
      arrival: 'in-order',
      byWord: true,
    },
    {
      label: vscode.l10n.t('$(arrow-swap) Shuffled'),
      detail: vscode.l10n.t('In any order, since Stripe promises none.'),
      arrival: 'shuffled',
    },
    {
      label: vscode.l10n.t('$(copy) With Duplicates'),
      detail: vscode.l10n.t('Each event comes a second time.'),
      arrival: 'duplicates',
    },
    {
      label: vscode.l10n.t('$(clock) With Delays'),
      detail: vscode.l10n.t('Some are overtaken by later ones.'),
      arrival: 'delayed',
    },
  ];
  const paces = [
    { label: vscode.l10n.t('As Fast as They Are Answered'), pace: 0 },
    { label: vscode.l10n.t('One Second Apart'), pace: 1000 },
    { label: vscode.l10n.t('Five Seconds Apart'), pace: 5000 },
  ];
  for (;;) {
    const first = { title, step: 1, totalSteps: 3 };
    const way = await askPick(ways, vscode.l10n.t('How its events arrive'), first);
    if (way === back) return back;
    if (way.byWord) return { arrival: way.arrival, pace: 'word' };
    const pace = await askPick(paces, vscode.l10n.t('How fast'), { ...first, step: 2 });
    if (pace !== back) return { arrival: way.arrival, pace: pace.pace };
  }
}

/** Runs a scenario in this manner, and says how it went. */
export async function playScenario(
  parts: Parts,
  scenario: Scenario,
  manner: Manner,
  { sender }: Pick<Destination, 'sender'>,
): Promise<void> {
  const { builder } = await parts.payloads.get();
  const seed = randomUUID();
  const planned = planScenario(scenario, builder, { seed, end: Math.floor(Date.now() / 1000) });
  const deliveries = arrange(planned, manner.arrival, seed);
  const begun = beginRun('scenario', scenario.title, scenario.name);
  // Which event it is follows from the story, in whatever order they arrive.
  const stepOf = new Map(planned.map(({ payload }, index) => [payload.id, index + 1]));
  const send = ({ payload, duplicate }: Delivery) => {
    const step = stepOf.get(payload.id);
    const part = { ...begun, ...(step !== undefined && { step }), steps: planned.length };
    return sender.send({ type: payload.type, payload, duplicate, run: part });
  };
  const sent =
    manner.pace === 'word'
      ? await play(deliveries, { send, between: askForNext(scenario.title, deliveries.length) })
      : await playWithProgress(scenario.title, deliveries, manner.pace, send);
  report(parts, scenario, sent, deliveries.length);
}

function playWithProgress(
  title: string,
  deliveries: readonly Delivery[],
  pace: number,
  send: (delivery: Delivery) => Promise<Sent>,
): Thenable<readonly Sent[]> {
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, (progress, token) => {
    const abort = new AbortController();
    token.onCancellationRequested(() => abort.abort());
    return play(deliveries, {
      signal: abort.signal,
      between: () => pause(pace, abort.signal),
      send: (delivery, index) => {
        const message = vscode.l10n.t('{0} of {1}: {2}', index + 1, deliveries.length, delivery.payload.type);
        progress.report({ message, increment: 100 / deliveries.length });
        return send(delivery);
      },
    });
  });
}

/** Asks before each event, without getting in the way of looking at what the last one did. */
function askForNext(title: string, count: number) {
  let rest = false;
  return async ({ payload }: Delivery, index: number): Promise<boolean> => {
    if (rest) return true;
    const [next, all, stop] = [vscode.l10n.t('Next'), vscode.l10n.t('Run the Rest'), vscode.l10n.t('Stop')];
    const sentence = vscode.l10n.t('{0}: next is {1} ({2} of {3}).', title, payload.type, index + 1, count);
    const answer = await vscode.window.showInformationMessage(sentence, next, all, stop);
    rest = answer === all;
    return answer === next || rest;
  };
}

function report(parts: Parts, { title }: Scenario, sent: readonly Sent[], planned: number): void {
  if (sent.some(({ received }) => received)) parts.eventsOutput.show();
  const unwanted = sent.filter(({ attempts }) => attempts.length === 0);
  const failed = sent.filter((one) => one.attempts.length > 0 && !isTaken(one));
  const show = {
    title: vscode.l10n.t('Show Events'),
    run: () => executeCommand('stripeWebhooks.event.showOutput'),
  };
  if (failed.length > 0) {
    const types = [...new Set(failed.map(({ type }) => type))].join(', ');
    const [first] = failed.flatMap(({ attempts }) => attempts);
    const why = first?.error ?? vscode.l10n.t('It answered {0}.', first?.response?.status ?? '');
    parts.messages.warn(
      vscode.l10n.t(
        '{0}: {1} of {2} events were not taken ({3}). {4}',
        title,
        failed.length,
        sent.length,
        types,
        why,
      ),
      show,
    );
  } else if (unwanted.length === sent.length) {
    parts.messages.warn(vscode.l10n.t('{0}: no enabled endpoint wants any of its events.', title));
  } else {
    const taken = sent.length - unwanted.length;
    const sentence = [
      vscode.l10n.t('{0}: {1} of {2} events were sent and taken.', title, taken, planned),
      ...(unwanted.length > 0 ? [vscode.l10n.t('No endpoint wants the other {0}.', unwanted.length)] : []),
    ].join(' ');
    const last = sent.findLast(({ received }) => received)?.received;
    succeeded(vscode.l10n.t('{0}: {1} of {2} events', title, taken, planned), sentence, last?.id);
  }
}
