import type { CancellationToken, LanguageModelToolTokenizationOptions } from 'vscode';
import { scrubPayload } from '../../stripe/scrub.ts';
import type { Answer } from './tool.ts';

/** In tokens, where the caller names no budget. */
const usualBudget = 8_000;

/** Characters a token at least has in JSON and English, when the caller does not count. */
const charactersOfToken = 3;

/**
 * An answer as text that keeps to the budget, without secrets. What has no room is left out from the end, and the text
 * says how much that is.
 */
export async function fitting(
  answer: Answer,
  options: LanguageModelToolTokenizationOptions | undefined,
  token?: CancellationToken,
): Promise<string> {
  const budget = options?.tokenBudget ?? usualBudget;
  const fits = async (text: string) =>
    (options ? await options.countTokens(text, token) : Math.ceil(text.length / charactersOfToken)) <= budget;
  let rows = answer.rows?.length ?? 0;
  let characters = answer.text?.length ?? 0;
  for (;;) {
    const text = scrubPayload(written(answer, rows, characters));
    if ((rows === 0 && characters === 0) || (await fits(text))) return text;
    // The text is shortened before rows are left out: rows say more in less.
    if (characters > 0) characters = characters > 200 ? Math.floor(characters / 1.5) : 0;
    else rows = Math.floor(rows / 1.5);
  }
}

function written({ facts, rows, text }: Answer, shownRows: number, characters: number): string {
  const leftOut = (rows?.length ?? 0) - shownRows;
  const head = {
    ...facts,
    ...(rows && { rows: rows.slice(0, shownRows) }),
    ...(leftOut > 0 && { rowsLeftOut: leftOut }),
  };
  const json = Object.keys(head).length > 0 ? [JSON.stringify(head)] : [];
  if (text === undefined) return json.join('');
  const missing = text.length - characters;
  const end = missing > 0 ? [`[… the last ${missing} of ${text.length} characters are left out]`] : [];
  return [...json, text.slice(0, characters), ...end].join('\n\n');
}
