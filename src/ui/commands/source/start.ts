import * as vscode from 'vscode';
import { HumanError } from '../../../humanError.ts';
import type { Connection } from '../../../stripe/connection.ts';
import type { SourceKind } from '../../../stripe/eventSource.ts';
import { Cancelled } from '../../host/cancelled.ts';
import { executeCommand } from '../../host/executeCommand.ts';
import { confirm } from '../../host/messages.ts';
import { askPick, only } from '../../host/multiStep.ts';
import { withCancellableProgress } from '../../host/progress.ts';
import { connectionName } from '../../views/liveColor.ts';
import { sourceName } from '../../views/sourceText.ts';
import type { Parts } from '../parts.ts';
import { copySourceSecret } from './copySecret.ts';
import { writeSourceSecretToEnv } from './writeSecretToEnv.ts';

type Needs = Pick<Parts, 'connections' | 'source' | 'eventsOutput' | 'messages' | 'envTargets' | 'targets'>;

/** Lets the events of the account in use come to this machine, by the way that the user picks. */
export async function startSource(parts: Needs): Promise<void> {
  const { connections, source, eventsOutput } = parts;
  const connection = connections.active;
  const kind = await pickKind(parts, connection);
  await confirmLive(connection);
  const state = await withCancellableProgress(
    vscode.l10n.t('Connecting to {0} …', connectionName(connection)),
    (signal) => source.start(kind, connection, signal),
  );
  if (state.phase === 'stopped') {
    if (state.reason === 'asked') throw new Cancelled();
    throw new HumanError(state.sentence ?? vscode.l10n.t('The event source has stopped.'), 'unavailable');
  }
  eventsOutput.show();
  if (state.phase === 'reconnecting') reportWaiting(parts, connection, state.reason);
  else report(parts, connection);
}

async function pickKind({ source }: Needs, connection: Connection): Promise<SourceKind> {
  const running = source.running ? source.current : undefined;
  const details: Readonly<Record<SourceKind, string>> = {
    listen: vscode.l10n.t('As they happen, signed by Stripe; needs no endpoint and no CLI'),
    polling: vscode.l10n.t('Asked for every few seconds; signed here, not in Stripe’s own bytes'),
    cli: vscode.l10n.t('Runs “stripe listen” of the installed CLI, and the receiver'),
  };
  const icons = { listen: 'broadcast', polling: 'sync', cli: 'terminal' } as const;
  const items = (['listen', 'polling', 'cli'] as const).map((kind) => ({
    way: kind,
    label: `$(${icons[kind]}) ${sourceName(kind)}`,
    description: running?.kind === kind ? vscode.l10n.t('running for {0}', running.connection.label) : '',
    detail: details[kind],
  }));
  const question = vscode.l10n.t('How the events of {0} come to this machine', connectionName(connection));
  return only(await askPick(items, question)).way;
}

/** Nothing changes in the account, but its customers' data comes to this machine. */
async function confirmLive(connection: Connection): Promise<void> {
  if (connection.mode !== 'live') return;
  const verb = vscode.l10n.t('Receive Live Events');
  await confirm(
    vscode.l10n.t('Receive the live events of {0} on this machine?', connectionName(connection)),
    vscode.l10n.t(
      'Nothing changes in the account. Its events, with the data of real customers, are kept in the journal of this workspace and sent on to your targets.',
    ),
    verb,
  );
}

function reportWaiting({ messages, source }: Needs, connection: Connection, reason: string): void {
  messages.warn(
    vscode.l10n.t(
      'Not connected to {0} yet, but it is tried again and again. {1}',
      connectionName(connection),
      reason,
    ),
    { title: vscode.l10n.t('Stop'), run: () => source.stop() },
  );
}

function report(parts: Needs, connection: Connection): void {
  const { current } = parts.source;
  if (!current) return;
  // What the app needs next: the events, and the secret that it verifies them with.
  const actions = [
    ...(parts.targets.list().length === 0
      ? [
          {
            title: vscode.l10n.t('Add Target'),
            run: () => executeCommand('stripeWebhooks.target.add'),
          },
        ]
      : []),
    { title: vscode.l10n.t('Copy Signing Secret'), run: () => copySourceSecret(parts) },
    ...(vscode.workspace.workspaceFolders?.length
      ? [{ title: vscode.l10n.t('Write It to .env File'), run: () => writeSourceSecretToEnv(parts) }]
      : []),
  ];
  const label = connectionName(connection);
  if (current.refusal !== undefined)
    parts.messages.warn(
      vscode.l10n.t(
        'Events of {0} are polled, because Stripe gives no listen session. {1}',
        label,
        current.refusal,
      ),
      ...actions,
    );
  else
    parts.messages.info(
      vscode.l10n.t('Events of {0} come to this machine ({1}).', label, sourceName(current.kind)),
      ...actions,
    );
}
