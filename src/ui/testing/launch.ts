import { setTimeout } from 'node:timers/promises';
import * as vscode from 'vscode';
import { answersAt } from '../../eventTests/answersAt.ts';
import { HumanError } from '../../humanError.ts';
import { Cancelled } from '../host/cancelled.ts';
import { askPick, only } from '../host/multiStep.ts';

/** An app that was started for debugging. */
export interface LaunchedApp {
  /** Stops it, unless it was running before. */
  stop(): Promise<void>;
}

const pollMilliseconds = 200;
const patienceMilliseconds = 120_000;

/**
 * Starts an app under the debugger by one of the folder's launch configurations, and waits until it answers at a URL.
 * One that runs already is used, and goes on running. Throws a `HumanError` when it does not come up.
 */
export async function launchApp(
  folder: vscode.WorkspaceFolder | undefined,
  name: string,
  url: string,
  token: vscode.CancellationToken,
): Promise<LaunchedApp> {
  const sessions = new Set<vscode.DebugSession>();
  const running = vscode.debug.activeDebugSession;
  if (running && rootOf(running).configuration.name === name) return { stop: () => Promise.resolve() };
  if (await answersAt(url))
    throw new HumanError(
      vscode.l10n.t(
        'Something answers at {0} already: stop it to debug, or run the tests without debugging.',
        url,
      ),
      'unavailable',
    );
  const subscriptions = [
    vscode.debug.onDidStartDebugSession((session) => {
      if (!session.parentSession) sessions.add(session);
    }),
    vscode.debug.onDidTerminateDebugSession((session) => sessions.delete(session)),
  ];
  const app = { stop: () => stopAll(sessions, subscriptions) };
  try {
    if (!(await vscode.debug.startDebugging(folder, name)))
      throw new HumanError(
        vscode.l10n.t('“{0}” could not be started: see what the debugger says.', name),
        'unavailable',
      );
    await untilReady(url, name, sessions, token);
    return app;
  } catch (error) {
    await app.stop();
    throw error;
  }
}

/** Asks which launch configuration starts the app. Throws a `HumanError` when there is none. */
export async function askLaunch(folder: vscode.WorkspaceFolder | undefined): Promise<string> {
  const names = launchNames(folder);
  if (names.length === 0)
    throw new HumanError(
      vscode.l10n.t('There is no launch configuration that starts your app: add one to launch.json first.'),
      'not-found',
    );
  const items = names.map((label) => ({ label }));
  return only(await askPick(items, vscode.l10n.t('Launch configuration that starts your app'))).label;
}

/** The names of a folder's launch configurations and compounds. */
export function launchNames(folder: vscode.WorkspaceFolder | undefined): readonly string[] {
  const launch = vscode.workspace.getConfiguration('launch', folder?.uri);
  const entries = ['configurations', 'compounds'].flatMap(
    (key) => launch.get<readonly { name?: unknown }[]>(key) ?? [],
  );
  return entries.flatMap(({ name }) => (typeof name === 'string' ? name : []));
}

async function untilReady(
  url: string,
  name: string,
  sessions: ReadonlySet<vscode.DebugSession>,
  token: vscode.CancellationToken,
): Promise<void> {
  const deadline = performance.now() + patienceMilliseconds;
  while (!(await answersAt(url))) {
    if (token.isCancellationRequested) throw new Cancelled();
    if (sessions.size === 0)
      throw new HumanError(vscode.l10n.t('“{0}” ended before it answered at {1}.', name, url), 'unavailable');
    if (performance.now() > deadline)
      throw new HumanError(
        vscode.l10n.t('“{0}” does not answer at {1}: check the target’s URL.', name, url),
        'timeout',
      );
    await setTimeout(pollMilliseconds);
  }
}

async function stopAll(
  sessions: ReadonlySet<vscode.DebugSession>,
  subscriptions: readonly vscode.Disposable[],
): Promise<void> {
  await Promise.all([...sessions].map((session) => vscode.debug.stopDebugging(session)));
  for (const subscription of subscriptions) subscription.dispose();
}

function rootOf(session: vscode.DebugSession): vscode.DebugSession {
  return session.parentSession ? rootOf(session.parentSession) : session;
}
