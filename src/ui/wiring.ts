import * as vscode from 'vscode';
import { SystemClock } from '../delivery/clock.ts';
import { isSettled } from '../stripe/rollState.ts';
import type { Parts } from './commands/parts.ts';
import { Debounced } from './control/debounced.ts';
import { learnSandboxSecrets } from './control/learnSandboxSecrets.ts';
import { setContext } from './host/contextKeys.ts';
import { executeCommand } from './host/executeCommand.ts';
import { onSettingChange } from './host/settings.ts';
import { sourceSentence } from './views/sourceText.ts';
import { answered } from './views/triggerReport.ts';

/** Lets the parts follow each other's changes. */
export function wire(parts: Parts): vscode.Disposable[] {
  return [
    ...followConnections(parts),
    ...followReceiver(parts),
    ...followDeliveries(parts),
    ...followApps(parts),
    ...followSource(parts),
    ...followSandbox(parts),
    ...followSettings(parts),
    logListErrors(parts),
    resumeRolls(parts),
    ...scheduleRolls(parts),
    ...refreshOnFocus(parts),
  ];
}

function followConnections({
  connections,
  endpoints,
  endpointList,
  endpointsView,
  secrets,
}: Parts): vscode.Disposable[] {
  const refreshIfShown = () => {
    if (endpointsView.visible) void endpointList.refresh();
  };
  return [
    listen(connections, 'changed', () => void endpointList.switched()),
    listen(endpoints, 'changed', refreshIfShown),
    listen(secrets, 'changed', refreshIfShown),
  ];
}

function followReceiver({ receiver, eventsOutput }: Parts): vscode.Disposable[] {
  return [
    receiver.onDidChange(() => setContext('stripeWebhooks.receiverRunning', receiver.url !== undefined)),
    receiver.onDidReceive((received) => {
      eventsOutput.received(received);
      if (received.receipt.verdict.outcome === 'verified') setContext('stripeWebhooks.eventVerified', true);
    }),
    receiver.onDidRefuse((refusal) => eventsOutput.refused(refusal)),
  ];
}

/** Sends what arrives on to the targets, and tells what each of them answered. */
function followDeliveries({ receiver, deliveries, eventsOutput }: Parts): vscode.Disposable[] {
  void deliveries.resume();
  return [
    receiver.onDidReceive((received) => deliveries.received(received)),
    deliveries.onDidDeliver((delivered) => {
      eventsOutput.delivered(delivered);
      answered(delivered);
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => void deliveries.resume()),
  ];
}

/** Runs the installed apps with what arrives. */
function followApps({ receiver, apps }: Parts): vscode.Disposable[] {
  void apps.takeUp();
  return [
    receiver.onDidReceive((received) => apps.received(received)),
    vscode.workspace.onDidGrantWorkspaceTrust(() => void apps.takeUp()),
  ];
}

/** Logs every change of the source, and says what the user has to know when the command is long over. */
function followSource({ source, deliveries, connections, messages, log }: Parts): vscode.Disposable[] {
  const changed = () => {
    const { current, running } = source;
    setContext('stripeWebhooks.sourceRunning', running);
    if (current) log.info(sourceSentence(current));
  };
  const removed = () => {
    const { current, running } = source;
    if (running && current && !connections.find(current.connection.id)) void source.stop();
  };
  return [
    source.onDidChange(changed),
    source.onDidNote((sentence) => log.info(sentence)),
    deliveries.onDidDeliver(({ receiptId, attempt }) => source.answered(receiptId, attempt)),
    source.onDidEnd((ended) =>
      messages.error(vscode.l10n.t('Events do not come any more. {0}', sourceSentence(ended)), {
        title: vscode.l10n.t('Start Again'),
        run: () => executeCommand('stripeWebhooks.source.start'),
      }),
    ),
    source.onDidChangeSecret(({ label }) =>
      messages.warn(
        vscode.l10n.t('Events of {0} are signed with a new secret from now on; give it to your app.', label),
        {
          title: vscode.l10n.t('Copy Signing Secret'),
          run: () => executeCommand('stripeWebhooks.source.copySecret'),
        },
        {
          title: vscode.l10n.t('Write It to .env File'),
          run: () => executeCommand('stripeWebhooks.source.writeSecretToEnv'),
        },
      ),
    ),
    listen(connections, 'changed', removed),
  ];
}

function followSandbox({
  sandbox,
  connections,
  endpointList,
  secrets,
  messages,
}: Parts): vscode.Disposable[] {
  const follow = async () => {
    setContext('stripeWebhooks.sandboxRunning', sandbox.running);
    if (sandbox.current) await learnSandboxSecrets(sandbox.current, secrets);
    if (connections.active.kind === 'sandbox') await endpointList.refresh();
  };
  const soon = new Debounced(() => {
    follow().catch((error: unknown) => messages.bug('sandbox', error));
  });
  return [soon, sandbox.onDidChange(() => soon.trigger())];
}

function followSettings({
  receiver,
  sandbox,
  source,
  settingProblems,
  messages,
}: Parts): vscode.Disposable[] {
  return [
    receiver.onDidChange(() => settingProblems.tellOf('receiver')),
    sandbox.onDidChange(() => settingProblems.tellOf('sandbox')),
    source.onDidChange(() => settingProblems.tellOf('source')),
    onSettingChange(['receiver.port', 'receiver.path', 'receiver.bodyLimit', 'receiver.tolerance'], () => {
      if (!receiver.url) return;
      messages.info(vscode.l10n.t('The receiver goes on with its old settings until it is restarted.'), {
        title: vscode.l10n.t('Restart Receiver'),
        run: async () => {
          await receiver.stop();
          await receiver.start();
        },
      });
    }),
  ];
}

// The view says what kind of error it is and the way out; the log has the sentence.
function logListErrors({ endpointList, log }: Parts): vscode.Disposable {
  return endpointList.onDidChange(() => {
    if (endpointList.state.kind === 'error') log.warn(endpointList.state.error.message);
  });
}

/** Takes up rolls that a crash or a lost connection left unfinished, once the user looks at the endpoints again. */
function resumeRolls({ rolls, endpointList, messages }: Parts): vscode.Disposable {
  const subscription = endpointList.onDidChange(() => {
    if (endpointList.state.kind !== 'loaded') return;
    subscription.dispose();
    if (rolls.pending().length > 0) void report();
  });
  const report = async () => {
    for (const { roll, error } of await rolls.resumePending()) {
      if (error)
        messages.warn(vscode.l10n.t('The roll of {0} is still unfinished: {1}', roll.old.url, error.message));
      else if (isSettled(roll.state))
        messages.info(
          vscode.l10n.t('The roll of {0}, which had been interrupted, is finished.', roll.old.url),
        );
    }
    await endpointList.refresh();
  };
  return subscription;
}

/** Goes on with rolls when their time has come, and keeps their rows in step. */
function scheduleRolls({ rolls, endpointList, endpointsView, messages }: Parts): vscode.Disposable[] {
  const clock = new SystemClock();
  let cancel: (() => void) | undefined;
  const schedule = () => {
    cancel?.();
    const due = rolls.nextDue();
    cancel = due === undefined ? undefined : clock.schedule(due, advance);
  };
  const advance = async () => {
    for (const { roll, error } of await rolls.advance())
      if (error)
        messages.warn(vscode.l10n.t('The roll of {0} is still unfinished: {1}', roll.old.url, error.message));
    await endpointList.refresh();
    schedule();
  };
  const progress = () => {
    endpointsView.refreshRows();
    schedule();
  };
  rolls.on('progress', progress);
  return [
    endpointList.onDidChange(schedule),
    new vscode.Disposable(() => {
      cancel?.();
      rolls.off('progress', progress);
    }),
  ];
}

/** Looks for changes made elsewhere when the user comes back to the window. */
function refreshOnFocus({ endpointList, endpointsView }: Parts): vscode.Disposable[] {
  return [
    vscode.window.onDidChangeWindowState(({ focused }) => {
      if (focused && endpointsView.visible) void endpointList.refresh();
    }),
  ];
}

interface Emitter {
  on(event: 'changed', listener: () => void): unknown;
  off(event: 'changed', listener: () => void): unknown;
}

function listen(emitter: Emitter, event: 'changed', listener: () => void): vscode.Disposable {
  emitter.on(event, listener);
  return new vscode.Disposable(() => emitter.off(event, listener));
}
