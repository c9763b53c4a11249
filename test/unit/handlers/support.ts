import { fileURLToPath } from 'node:url';
import { copyGrammars } from '../../../scripts/grammars.ts';
import { HandlerFinder } from '../../../src/handlers/finder.ts';
import { languages } from '../../../src/handlers/languages/table.ts';
import { testCatalogue } from '../support/catalogue.ts';

/** Where the grammars lie for the unit tests; `dist/grammars` holds the same files. */
export const grammarDirectory = fileURLToPath(new URL('../../../out/grammars/', import.meta.url));

let copied: Promise<void> | undefined;

/** The grammars at their place. */
export function copiedGrammars(): Promise<void> {
  copied ??= copyGrammars(grammarDirectory);
  return copied;
}

/** A type that is worth a parse in every language. */
const worthParsing = '"invoice.paid"';

/** A finder that knows the real catalogue's event types, prepared for every language. */
export async function createFinder(): Promise<HandlerFinder> {
  await copiedGrammars();
  const { events } = await testCatalogue();
  const finder = await HandlerFinder.create(
    grammarDirectory,
    new Set(events.eventTypes.map(({ type }) => type)),
  );
  for (const { extensions } of languages) await finder.prepare(`a${extensions[0]}`, worthParsing);
  return finder;
}
