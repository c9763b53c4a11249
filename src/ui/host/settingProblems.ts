import * as vscode from 'vscode';
import type { Settings } from '../../ids.ts';
import type { Messages } from './messages.ts';
import { openSetting } from './openSetting.ts';
import { changedSettings, settingKeys, settingProblem } from './settings.ts';

/**
 * Says what is wrong with a setting: when it is written, and when that is started which it is for; each problem once.
 */
export class SettingProblems {
  readonly #messages: Messages;
  readonly #told = new Map<keyof Settings, string>();

  constructor(messages: Messages) {
    this.#messages = messages;
  }

  /** Says what is wrong with the settings that were written. */
  changed(change: vscode.ConfigurationChangeEvent): void {
    this.#tell(changedSettings(change, settingKeys()));
  }

  #tell(of: readonly (keyof Settings)[]): void {
    for (const key of of) {
      const problem = settingProblem(key);
      if (problem !== undefined && this.#told.get(key) !== problem)
        this.#messages.warn(problem, {
          title: vscode.l10n.t('Open Setting'),
          run: () => openSetting(key),
        });
      if (problem === undefined) this.#told.delete(key);
      else this.#told.set(key, problem);
    }
  }

  /** Says what is wrong with the settings that begin with a noun, such as `receiver`. */
  tellOf(noun: string): void {
    this.#tell(settingKeys().filter((key) => key.startsWith(`${noun}.`)));
  }
}
