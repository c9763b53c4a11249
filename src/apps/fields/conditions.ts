import { textOf, valueAt } from './payload.ts';

interface Condition {
  readonly path: string;
  readonly operator: '=' | '!=' | '>=' | '<=';
  readonly value: string;
}

const form = /^\s*([\w.]+)\s*(!=|>=|<=|=)\s*(.*?)\s*$/;

/** A regular expression of the text of conditions. */
export const conditionsPattern = String.raw`\s*[\w.]+\s*(?:!=|>=|<=|=)[^,]*(?:,\s*[\w.]+\s*(?:!=|>=|<=|=)[^,]*)*`;

/** Whether an event meets every one of the conditions; an empty text is met by all. */
export function meets(payload: unknown, text: string): boolean {
  return parts(text)
    .map(read)
    .every((condition) => condition !== undefined && isMet(payload, condition));
}

function parts(text: string): readonly string[] {
  return text.split(',').filter((part) => part.trim() !== '');
}

function read(text: string): Condition | undefined {
  const [, path, operator, value] = form.exec(text) ?? [];
  if (path === undefined || operator === undefined || value === undefined) return undefined;
  return { path, operator: operator as Condition['operator'], value };
}

function isMet(payload: unknown, { path, operator, value }: Condition): boolean {
  const found = valueAt(payload, path);
  switch (operator) {
    case '=':
      return textOf(found) === value;
    case '!=':
      return textOf(found) !== value;
    case '>=':
      return typeof found === 'number' && found >= Number(value);
    case '<=':
      return typeof found === 'number' && found <= Number(value);
  }
}
