import * as vscode from 'vscode';
import type { Faults } from '../../../delivery/faults.ts';
import type { ReplaySummary } from '../../../delivery/replay.ts';
import type { Target } from '../../../delivery/target.ts';
import { HumanError } from '../../../humanError.ts';
import type { JournalledReceipt } from '../../../journal/journal.ts';
import { routableOf } from '../../../delivery/deliverable.ts';
import { receiptIdOf } from '../../editor/eventDocuments.ts';
import { askPick, back, only } from '../../host/multiStep.ts';
import { askFaults } from '../../pickers/faults.ts';
import { askReplayScope } from '../../pickers/replayScope.ts';
import { askDestinations } from '../../pickers/targets.ts';
import type { Parts } from '../parts.ts';

type Needs = Pick<
  Parts,
  'deliveries' | 'eventsView' | 'handlers' | 'journal' | 'messages' | 'receiver' | 'targets'
>;

/** Sends received events once more: those named, those selected in the Events panel, or a range that the user picks. */
export async function replayEvents(parts: Needs, given?: readonly number[] | vscode.Uri): Promise<void> {
  const receipts = await receiptsOf(parts, given);
  const [first, ...others] = receipts;
  if (!first) throw new HumanError(vscode.l10n.t('No event has been received in this range.'), 'not-found');
  const what =
    others.length === 0
      ? (first.event?.type ?? `#${first.id}`)
      : vscode.l10n.t('{0} events', receipts.length);
  const targets = await askDestinations(parts, vscode.l10n.t('Where to send {0}', what), true);
  const how = await askHow(vscode.l10n.t('How to send {0}', what));
  const plan = {
    targets,
    ...how,
    receipts: receipts.map(routableOf),
  };
  const summary = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('Replaying {0} …', what),
      cancellable: true,
    },
    (progress, token) => {
      const abort = new AbortController();
      token.onCancellationRequested(() => abort.abort());
      return parts.deliveries.replay(plan, steps(progress), abort.signal);
    },
  );
  report(parts, summary, targets);
}

async function receiptsOf(
  parts: Needs,
  given: readonly number[] | vscode.Uri | undefined,
): Promise<readonly JournalledReceipt[]> {
  const journal = await parts.journal.get();
  const shown = given instanceof vscode.Uri ? receiptIdOf(given) : undefined;
  const named = Array.isArray(given) ? (given as readonly number[]) : shown === undefined ? [] : [shown];
  const ids = named.length > 0 ? named : parts.eventsView.selection;
  if (ids.length === 0) return askReplayScope(journal);
  const found = await Promise.all([...ids].sort((one, other) => one - other).map((id) => journal.get(id)));
  return found.filter((receipt) => receipt !== undefined);
}

interface How {
  readonly signature?: 'original';
  readonly faults: Faults;
}

/** The first row is the usual way, so that Enter is enough. */
async function askHow(placeholder: string): Promise<How> {
  const rows = [
    {
      label: vscode.l10n.t('$(play) Send Now'),
      detail: vscode.l10n.t('Signed anew, as each target wants it.'),
      way: 'anew' as const,
    },
    {
      label: vscode.l10n.t('$(history) Send With the Original Signature'),
      detail: vscode.l10n.t('Exactly what was received; its timestamp may be too old for your app.'),
      way: 'original' as const,
    },
    {
      label: vscode.l10n.t('$(beaker) Send With Faults …'),
      detail: vscode.l10n.t('Twice, shuffled, delayed, forged, dropped: whether your app can take it.'),
      way: 'faults' as const,
    },
  ];
  const { way } = only(await askPick(rows, placeholder));
  if (way === 'original') return { signature: 'original', faults: {} };
  if (way === 'anew') return { faults: {} };
  const faults = await askFaults({}, vscode.l10n.t('What to do wrong'));
  return faults === back ? askHow(placeholder) : { faults };
}

function steps(
  progress: vscode.Progress<{ message?: string; increment?: number }>,
): (summary: ReplaySummary) => void {
  let done = 0;
  return ({ planned, sent, missing }) => {
    const percent = Math.floor((100 * (sent + missing)) / planned);
    // One message a percent: thousands of deliveries must not become thousands of messages.
    if (percent === done) return;
    progress.report({ increment: percent - done, message: `${sent}/${planned}` });
    done = percent;
  };
}

function report({ messages }: Needs, summary: ReplaySummary, targets: readonly Target[]): void {
  const sentence = summarySentence(summary, targets);
  const { failed, accepted, missing, firstFailure } = summary;
  if (failed === 0 && accepted === 0 && missing === 0) {
    messages.info(sentence);
    return;
  }
  const why =
    firstFailure?.error ??
    (firstFailure?.response && vscode.l10n.t('It answered {0}.', firstFailure.response.status));
  messages.warn(why ? `${sentence} ${why}` : sentence);
}

/** What came of a replay, in one sentence. */
export function summarySentence(summary: ReplaySummary, targets: readonly Pick<Target, 'name'>[]): string {
  const { planned, sent, delivered, failed, refused, accepted, missing } = summary;
  const facts = [
    vscode.l10n.t('{0} delivered', delivered),
    failed > 0 ? vscode.l10n.t('{0} failed', failed) : undefined,
    refused > 0 ? vscode.l10n.t('{0} forgeries refused, as they should be', refused) : undefined,
    accepted > 0 ? vscode.l10n.t('{0} forgeries not refused', accepted) : undefined,
    missing > 0 ? vscode.l10n.t('{0} no longer in the journal', missing) : undefined,
    sent + missing < planned ? vscode.l10n.t('{0} not sent', planned - sent - missing) : undefined,
  ];
  const names = targets.map(({ name }) => name).join(vscode.l10n.t(' and '));
  return vscode.l10n.t('Replay to {0}: {1}.', names, facts.filter(Boolean).join(', '));
}
