import * as vscode from 'vscode';
import { HumanError } from '../../humanError.ts';

// Models do not always keep to the schema, and VS Code passes on what they wrote.

/** A text that must be there. Throws a `HumanError`. */
export function text(input: unknown, name: string): string {
  return required(optionalText(input, name), name, vscode.l10n.t('a text'));
}

/** A text, or undefined when it is not given. Throws a `HumanError`. */
export function optionalText(input: unknown, name: string): string | undefined {
  const value = field(input, name);
  if (value === undefined || (typeof value === 'string' && value.trim() !== '')) return value?.trim();
  throw wrong(name, vscode.l10n.t('a text'));
}

/** One of the given words, or undefined when it is not given. Throws a `HumanError`. */
export function optionalWord<T extends string>(
  input: unknown,
  name: string,
  words: readonly T[],
): T | undefined {
  const value = optionalText(input, name);
  if (value === undefined) return undefined;
  const word = words.find((one) => one === value);
  if (word === undefined) throw wrong(name, vscode.l10n.t('one of {0}', words.join(', ')));
  return word;
}

/** A whole number of at least 1 that must be there. Throws a `HumanError`. */
export function number(input: unknown, name: string): number {
  return required(optionalNumber(input, name), name, vscode.l10n.t('a whole number of at least 1'));
}

/** A whole number of at least 1, or undefined when it is not given. Throws a `HumanError`. */
export function optionalNumber(input: unknown, name: string): number | undefined {
  const value = field(input, name);
  if (value === undefined || isCount(value)) return value;
  throw wrong(name, vscode.l10n.t('a whole number of at least 1'));
}

/** A list of at most `most` whole numbers, with one at least. Throws a `HumanError`. */
export function numbers(input: unknown, name: string, most: number): readonly number[] {
  const value = field(input, name);
  if (Array.isArray(value) && value.length > 0 && value.length <= most && value.every(isCount)) return value;
  throw wrong(name, vscode.l10n.t('a list of 1 to {0} whole numbers', most));
}

/** A list of texts, or undefined when it is not given. Throws a `HumanError`. */
export function optionalTexts(input: unknown, name: string): readonly string[] | undefined {
  const value = field(input, name);
  const isText = (one: unknown): one is string => typeof one === 'string' && one !== '';
  if (value === undefined || (Array.isArray(value) && value.every(isText))) return value;
  throw wrong(name, vscode.l10n.t('a list of texts'));
}

/** An object, or undefined when it is not given. Throws a `HumanError`. */
export function optionalObject(input: unknown, name: string): Readonly<Record<string, unknown>> | undefined {
  const value = field(input, name);
  if (value === undefined || isObject(value)) return value;
  throw wrong(name, vscode.l10n.t('an object'));
}

function required<T>(value: T | undefined, name: string, wanted: string): T {
  if (value === undefined) throw wrong(name, wanted);
  return value;
}

function field(input: unknown, name: string): unknown {
  const value = isObject(input) ? input[name] : undefined;
  return value === null ? undefined : value;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 1;
}

function wrong(name: string, wanted: string): HumanError {
  return new HumanError(vscode.l10n.t('“{0}” must be {1}.', name, wanted), 'input');
}
