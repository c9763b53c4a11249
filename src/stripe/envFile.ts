import { assignments } from './env/assignments.ts';
import { quotedAs } from './env/quoting.ts';
import { HumanError } from '../humanError.ts';
import { sentence } from '../sentence.ts';

/** The value of a variable in the text of a `.env` file; undefined when it is not there. */
export function readVariable(text: string, name: string): string | undefined {
  return assignments(text).findLast((one) => one.name === name)?.value;
}

/**
 * The text of a `.env` file with one variable set. Every other byte stays as it is: other lines, comments, spacing,
 * line ends, `export`, and the quotes around the value if they can hold the new one. A variable that is not there gets
 * a line at the end. Throws a `HumanError` for a name that is none, and for a file in which the line would be read
 * otherwise.
 */
export function setVariable(text: string, name: string, value: string): string {
  const problem = validateVariableName(name);
  if (problem !== undefined) throw new HumanError(problem, 'input');
  const there = assignments(text).findLast((one) => one.name === name);
  if (there?.value === value) return text;
  const changed = there ? replace(text, there, quotedAs(value, there.quote)) : append(text, name, value);
  if (readVariable(changed, name) !== value)
    throw new HumanError(
      sentence`${name} cannot be set, since a quote before it in the file is never closed; close it and try again.`,
      'input',
    );
  return changed;
}

/** Checks the name of an environment variable. Gives one sentence, or undefined when it is right. */
export function validateVariableName(text: string): string | undefined {
  if (/^[A-Za-z_]\w*$/.test(text)) return undefined;
  if (text === '') return sentence`Enter the name of an environment variable, such as STRIPE_WEBHOOK_SECRET.`;
  return sentence`The name of an environment variable has only letters, digits and underscores, and no digit in front.`;
}

function replace(text: string, { start, end }: { start: number; end: number }, written: string): string {
  const rest = text.slice(end);
  // Set directly before a comment, the value would swallow it.
  return text.slice(0, start) + written + (rest.startsWith('#') ? ' ' : '') + rest;
}

function append(text: string, name: string, value: string): string {
  const lineEnd = /\r\n|\n|\r/.exec(text)?.[0] ?? '\n';
  const line = `${name}=${quotedAs(value, '')}`;
  if (text === '' || /[\r\n]$/.test(text)) return text + line + lineEnd;
  return text + lineEnd + line;
}
