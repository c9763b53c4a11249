import * as vscode from 'vscode';
import type { CommandId } from '../../ids.ts';
import { HumanError, type HumanErrorReason } from '../../humanError.ts';
import { Cancelled } from './cancelled.ts';
import { executeCommand } from './executeCommand.ts';

/** A button of a notification and what it does. */
export interface Action {
  readonly title: string;
  readonly run: () => unknown;
}

/** Notifications: short sentences with buttons; details go to the log. */
export class Messages {
  readonly #log: vscode.LogOutputChannel;

  constructor(log: vscode.LogOutputChannel) {
    this.#log = log;
  }

  /** A sentence about something that went well and is not visible elsewhere. */
  info(sentence: string, ...actions: readonly Action[]): void {
    this.#log.info(sentence);
    void this.#offer(
      vscode.window.showInformationMessage(sentence, ...actions.map(({ title }) => title)),
      actions,
    );
  }

  /** A sentence about something that needs attention. */
  warn(sentence: string, ...actions: readonly Action[]): void {
    this.#log.warn(sentence);
    void this.#offer(
      vscode.window.showWarningMessage(sentence, ...actions.map(({ title }) => title)),
      actions,
    );
  }

  /** A sentence about something that did not work. */
  error(sentence: string, ...actions: readonly Action[]): void {
    this.#log.error(sentence);
    void this.#offer(vscode.window.showErrorMessage(sentence, ...actions.map(({ title }) => title)), actions);
  }

  /** A data file that was damaged and moved away, so that work can go on with a new one. */
  setAside(whose: string, file: string): void {
    this.warn(
      vscode.l10n.t(
        'The data of the {0} was damaged; it is kept as {1} and a new file was started.',
        whose,
        file,
      ),
      {
        title: vscode.l10n.t('Show File'),
        run: () => vscode.commands.executeCommand('revealFileInOS', vscode.Uri.file(file)),
      },
    );
  }

  /** Something that should not happen and that nobody is waiting for: for the log alone. */
  bug(where: string, error: unknown): void {
    this.#log.error(where, error instanceof Error ? error : String(error));
  }

  /** That a command was run, for the log. */
  ran(id: CommandId): void {
    this.#log.info(`> ${id}`);
  }

  /** What a command threw: a sentence for a person is shown as it is, anything else is a bug and goes to the log. */
  failure(error: unknown, doing: CommandId): void {
    if (error instanceof Cancelled) return;
    if (error instanceof HumanError) this.refused(error);
    else {
      this.bug(doing, error);
      this.error(
        vscode.l10n.t('Something went wrong in “{0}”; the log has the details.', doing),
        this.#showLog(),
      );
    }
  }

  /** Something a person can do about: the error's sentence, with these buttons and those that lead out of it. */
  refused(error: HumanError, ...actions: readonly Action[]): void {
    if (error.cause !== undefined) this.#log.debug(error.message, error.cause);
    const all = [...actions, ...remedies(error.reason)];
    // VS Code cuts a sentence without a button to one line and takes it away by itself.
    this.error(error.message, ...(all.length > 0 ? all : [this.#showLog()]));
  }

  #showLog(): Action {
    return { title: vscode.l10n.t('Show Log'), run: () => this.#log.show() };
  }

  async #offer(choice: Thenable<string | undefined>, actions: readonly Action[]): Promise<void> {
    const title = await choice;
    try {
      await actions.find((action) => action.title === title)?.run();
    } catch (error) {
      if (error instanceof HumanError) this.refused(error);
      else if (!(error instanceof Cancelled)) this.bug('notification', error);
    }
  }
}

/** The buttons that lead out of an error, by what went wrong. */
function remedies(reason: HumanErrorReason): readonly Action[] {
  const command = (title: string, id: CommandId) => [{ title, run: () => executeCommand(id) }];
  switch (reason) {
    case 'authentication':
      return command(vscode.l10n.t('Add Account'), 'stripeWebhooks.connection.add');
    case 'sandbox':
      return command(vscode.l10n.t('Start Sandbox'), 'stripeWebhooks.sandbox.start');
    case 'no-workspace':
      return [
        {
          title: vscode.l10n.t('Open Folder'),
          run: () => vscode.commands.executeCommand('workbench.action.files.openFolder'),
        },
      ];
    default:
      return [];
  }
}

/** Asks in a modal dialog; `Cancelled` unless the user presses the button named by the verb. */
export async function confirm(question: string, detail: string, verb: string): Promise<void> {
  const answer = await vscode.window.showWarningMessage(question, { modal: true, detail }, verb);
  if (answer !== verb) throw new Cancelled();
}
