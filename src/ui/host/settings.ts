import * as vscode from 'vscode';
import { prefix, type Settings } from '../../ids.ts';
import { problemOf, type SettingSchema } from './settingSchema.ts';

/** The value of a setting, or its default from `package.json` when it has none or one that is not allowed. */
export function readSetting<K extends keyof Settings>(key: K): Settings[K] {
  const configuration = vscode.workspace.getConfiguration(prefix);
  const value: unknown = configuration.get(key);
  // Every setting declares a default, so that it cannot be undefined.
  const usable = problemOf(value, schemaOf(key)) ? configuration.inspect(key)?.defaultValue : value;
  return usable as Settings[K];
}

/** What is wrong with the value that the user has given a setting, as a sentence; undefined when nothing is. */
export function settingProblem(key: keyof Settings): string | undefined {
  const value: unknown = vscode.workspace.getConfiguration(prefix).get(key);
  const problem = problemOf(value, schemaOf(key));
  if (problem === undefined) return undefined;
  return vscode.l10n.t(
    'The setting {0} is {1}, and its default {2} is used: {3}',
    `${prefix}.${key}`,
    JSON.stringify(value),
    JSON.stringify(readSetting(key)),
    problem,
  );
}

/** Calls `listener` with those of the given settings that have changed. */
export function onSettingChange<K extends keyof Settings>(
  keys: readonly K[],
  listener: (changed: readonly K[]) => void,
): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((change) => {
    const changed = changedSettings(change, keys);
    if (changed.length > 0) listener(changed);
  });
}

/** Those of the given settings that a change is about. */
export function changedSettings<K extends keyof Settings>(
  change: vscode.ConfigurationChangeEvent,
  keys: readonly K[],
): readonly K[] {
  return keys.filter((key) => change.affectsConfiguration(`${prefix}.${key}`));
}

/** Every setting. */
export function settingKeys(): readonly (keyof Settings)[] {
  return Object.keys(schemas()).map((key) => key.slice(prefix.length + 1) as keyof Settings);
}

function schemaOf(key: keyof Settings): SettingSchema {
  return schemas()[`${prefix}.${key}`] ?? {};
}

interface Manifest {
  readonly contributes: {
    readonly configuration: readonly { readonly properties: Readonly<Record<string, SettingSchema>> }[];
  };
}

let declared: Readonly<Record<string, SettingSchema>> | undefined;

function schemas(): Readonly<Record<string, SettingSchema>> {
  if (declared) return declared;
  const extension = vscode.extensions.getExtension('webhooks-for-stripe.stripe-webhooks');
  const { contributes } = (extension?.packageJSON ?? { contributes: { configuration: [] } }) as Manifest;
  declared = Object.assign({}, ...contributes.configuration.map(({ properties }) => properties)) as Readonly<
    Record<string, SettingSchema>
  >;
  return declared;
}
