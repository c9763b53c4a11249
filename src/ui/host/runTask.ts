import * as vscode from 'vscode';
import { HumanError } from '../../humanError.ts';

/**
 * Runs a task of the workspace with a file as its standard input and waits for its end. Throws a `HumanError` when
 * there is no such task or it cannot be given input, and an `Error` when it fails. Aborted, it is terminated.
 */
export async function runTask(name: string, inputFile: string, signal: AbortSignal): Promise<void> {
  const tasks = await vscode.tasks.fetchTasks();
  const task = tasks.find((one) => one.name === name);
  if (!task)
    throw new HumanError(
      vscode.l10n.t('There is no task “{0}” in this workspace: configure the app.', name),
      'not-found',
    );
  const code = await exitCode(withInput(task, inputFile), signal);
  if (code !== 0 && !signal.aborted)
    throw new Error(vscode.l10n.t('The task “{0}” ended with exit code {1}.', name, code ?? '–'));
}

/** The same task, reading from a file. */
function withInput(task: vscode.Task, file: string): vscode.Task {
  const { execution, scope = vscode.TaskScope.Workspace } = task;
  const command = commandOf(execution);
  if (command === undefined)
    throw new HumanError(
      vscode.l10n.t(
        'The task “{0}” is no shell or process task, so it gets no input: choose another.',
        task.name,
      ),
      'input',
    );
  const { cwd, env } = (execution as vscode.ShellExecution | vscode.ProcessExecution).options ?? {};
  // PowerShell cannot redirect input from a file.
  const shell =
    process.platform === 'win32'
      ? { executable: 'cmd.exe', shellArgs: ['/d', '/s', '/c'] }
      : { executable: '/bin/sh', shellArgs: ['-c'] };
  const copy = new vscode.Task(
    { ...task.definition, stripeEvent: file },
    scope,
    task.name,
    task.source,
    new vscode.ShellExecution(`${command} < ${quoted(file)}`, {
      ...shell,
      ...(cwd !== undefined && { cwd }),
      ...(env && { env }),
    }),
    task.problemMatchers,
  );
  copy.presentationOptions = {
    ...task.presentationOptions,
    reveal: vscode.TaskRevealKind.Silent,
    focus: false,
  };
  return copy;
}

function commandOf(execution: vscode.Task['execution']): string | undefined {
  if (execution instanceof vscode.ProcessExecution)
    return [execution.process, ...execution.args].map(quoted).join(' ');
  if (!(execution instanceof vscode.ShellExecution)) return undefined;
  if (execution.commandLine !== undefined) return execution.commandLine;
  const parts = [execution.command, ...(execution.args ?? [])];
  return parts.map((part) => (typeof part === 'string' ? part : quoted(part?.value ?? ''))).join(' ');
}

function quoted(text: string): string {
  return process.platform === 'win32' ? `"${text}"` : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

async function exitCode(task: vscode.Task, signal: AbortSignal): Promise<number | undefined> {
  let execution: vscode.TaskExecution | undefined;
  const subscriptions: vscode.Disposable[] = [];
  const abort = () => execution?.terminate();
  try {
    return await new Promise((resolve, reject) => {
      subscriptions.push(
        vscode.tasks.onDidEndTaskProcess((ended) => {
          if (ended.execution === execution) resolve(ended.exitCode);
        }),
        // Comes alone when no process could be started.
        vscode.tasks.onDidEndTask((ended) => {
          if (ended.execution === execution) setTimeout(() => resolve(undefined), 0);
        }),
      );
      signal.addEventListener('abort', abort, { once: true });
      vscode.tasks.executeTask(task).then((started) => {
        execution = started;
        if (signal.aborted) abort();
      }, reject);
    });
  } finally {
    signal.removeEventListener('abort', abort);
    vscode.Disposable.from(...subscriptions).dispose();
  }
}
