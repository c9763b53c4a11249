import { readFileSync } from 'node:fs';
import { stripeCliPath } from './stripeCli.ts';

/** A fixture file in the CLI's own format. */
export interface CliFixture {
  readonly fixtures: readonly { readonly name: string; readonly path: string; readonly method: string }[];
}

/** The fixture files that the CLI carries within its binary, as they are. */
export function cliFixtures(): readonly CliFixture[] {
  const binary = readFileSync(stripeCliPath()).toString('latin1');
  const found: CliFixture[] = [];
  for (const match of binary.matchAll(/\{\s*"_meta"/g)) {
    const end = endOfObject(binary, match.index);
    const text = Buffer.from(binary.slice(match.index, end), 'latin1').toString('utf8');
    found.push(JSON.parse(text) as CliFixture);
  }
  return found;
}

/** Where the JSON object that begins at a place ends. */
function endOfObject(text: string, start: number): number {
  let depth = 0;
  let quoted = false;
  for (let at = start; at < text.length; at++) {
    const character = text[at];
    if (character === '\\') at++;
    else if (character === '"') quoted = !quoted;
    else if (!quoted && character === '{') depth++;
    else if (!quoted && character === '}' && --depth === 0) return at + 1;
  }
  throw new Error('A fixture file of the CLI has no end.');
}
