import * as vscode from 'vscode';
import { prefix, type Settings } from '../../ids.ts';

/** The value of a setting, or its default from `package.json`. */
export function readSetting<K extends keyof Settings>(key: K): Settings[K] {
  // Every setting declares a default, so `get` cannot be undefined.
  return vscode.workspace.getConfiguration(prefix).get<Settings[K]>(key) as Settings[K];
}

/** Calls `listener` whenever one of the given settings has changed. */
export function onSettingChange(keys: readonly (keyof Settings)[], listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((change) => {
    if (keys.some((key) => change.affectsConfiguration(`${prefix}.${key}`))) listener();
  });
}
