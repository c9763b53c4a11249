import * as vscode from 'vscode';
import { beginRun } from '../../../receiver/eventRun.ts';
import type { EventRun } from '../../../receiver/receipt.ts';
import type { StripeEventPayload } from '../../../payloads/eventPayload.ts';
import type { PayloadOptions } from '../../../payloads/payloadBuilder.ts';
import { ownDataFor } from '../../control/ownDataFiles.ts';
import { isTaken, type Sent } from '../../control/triggers.ts';
import { TriggerMemory } from '../../control/triggerMemory.ts';
import { setContext } from '../../host/contextKeys.ts';
import { withCancellableProgress, withProgress } from '../../host/progress.ts';
import type { Destination } from '../../pickers/destination.ts';
import { reportTrigger, succeeded } from '../../views/triggerReport.ts';
import type { Parts } from '../parts.ts';

type Needs = Pick<
  Parts,
  'connections' | 'eventsOutput' | 'messages' | 'payloads' | 'receiver' | 'workspaceState'
>;

/** What the user wants in the event beyond its type. */
export interface OwnWishes {
  /** Values by path. */
  readonly values?: Readonly<Record<string, unknown>>;
  /** An object to start from. */
  readonly base?: Readonly<Record<string, unknown>>;
}

/** Sends an event of each type, one after the other, and reports it once. */
export async function sendEvents(
  parts: Needs,
  types: readonly string[],
  destination: Destination,
  wishes: OwnWishes = {},
): Promise<void> {
  const [first = ''] = types;
  if (types.length === 1) {
    const sent = await withProgress(vscode.l10n.t('Triggering {0} …', first), () =>
      sendEvent(parts, first, destination, wishes),
    );
    reportTrigger(parts, sent, !destination.isDirect);
    return;
  }
  const results: Sent[] = [];
  await withCancellableProgress(vscode.l10n.t('Triggering {0} types …', types.length), async (signal) => {
    const run = beginRun('trigger');
    for (const [index, type] of types.entries()) {
      if (signal.aborted) return;
      const part = { ...run, step: index + 1, steps: types.length };
      results.push(await sendEvent(parts, type, destination, wishes, part));
    }
  });
  reportAll(parts, results);
}

/** Sends one event, by itself or as a part of a run, and remembers it for “Trigger Again”. */
export async function sendEvent(
  { connections, payloads, workspaceState }: Needs,
  type: string,
  { choice, isDirect, sender }: Destination,
  { values, base }: OwnWishes,
  run?: EventRun,
): Promise<Sent> {
  const own = await ownDataFor(type, values);
  const isOwn = base !== undefined || Object.keys(own).length > 0;
  const build = async (options: PayloadOptions): Promise<StripeEventPayload> =>
    (await payloads.get()).builder.build(type, options);
  // The sandbox makes events of its own objects; only what must be special is built here.
  const payload = isDirect || isOwn ? await build({ ...own, ...(base && { base }) }) : undefined;
  const sent = await sender.send({ type, ...(payload && { payload }), ...(run && { run }) });
  setContext('stripeWebhooks.eventTriggered', true);
  await new TriggerMemory(workspaceState).remember({
    kind: 'event',
    type,
    connectionId: connections.active.id,
    destination: choice,
    ...(values && { values }),
  });
  return sent;
}

function reportAll({ messages, eventsOutput }: Needs, results: readonly Sent[]): void {
  const failed = results.filter((sent) => !isTaken(sent));
  if (results.some(({ received }) => received)) eventsOutput.show();
  if (failed.length > 0) {
    messages.warn(
      vscode.l10n.t(
        '{0} of {1} events were not taken: {2}.',
        failed.length,
        results.length,
        failed.map(({ type }) => type).join(', '),
      ),
    );
  } else {
    const sentence = vscode.l10n.t('{0} events were sent and taken.', results.length);
    succeeded(sentence, sentence);
  }
}
