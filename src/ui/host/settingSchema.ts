import * as vscode from 'vscode';

/** What `package.json` says of a setting's values. VS Code marks others in its editor, but hands them on all the same. */
export interface SettingSchema {
  readonly type?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly patternErrorMessage?: string;
}

/** Why a setting cannot have a value, in one sentence; undefined when it can. */
export function problemOf(value: unknown, schema: SettingSchema): string | undefined {
  const { type, minimum = -Infinity, maximum = Infinity, pattern } = schema;
  if (schema.enum)
    return schema.enum.includes(value)
      ? undefined
      : vscode.l10n.t('It is one of {0}.', schema.enum.map(String).join(', '));
  switch (type) {
    case 'integer':
      return Number.isInteger(value) && (value as number) >= minimum && (value as number) <= maximum
        ? undefined
        : vscode.l10n.t('It is a whole number from {0} to {1}.', minimum, maximum);
    case 'boolean':
      return typeof value === 'boolean' ? undefined : vscode.l10n.t('It is true or false.');
    case 'string':
      if (typeof value !== 'string') return vscode.l10n.t('It is a text.');
      return pattern === undefined || new RegExp(pattern).test(value)
        ? undefined
        : (schema.patternErrorMessage ?? vscode.l10n.t('It does not have the form that it needs.'));
    default:
      return undefined;
  }
}
