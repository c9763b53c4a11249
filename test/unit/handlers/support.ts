import { fileURLToPath } from 'node:url';
import { copyGrammars } from '../../../scripts/grammars.ts';
import { HandlerFinder } from '../../../src/handlers/finder.ts';
import type { Node } from '../../../src/handlers/syntax/treeSitter.ts';
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

/** How many parts of a text do not parse; the finder must be prepared for its language. */
export function errorsIn(finder: HandlerFinder, file: string, text: string): number {
  const count = finder.withTree(file, text, ({ rootNode }) => {
    const isBroken = (node: Node): number =>
      (node.isError || node.isMissing ? 1 : 0) +
      node.children.reduce((sum, child) => sum + (child ? isBroken(child) : 0), 0);
    return rootNode.hasError ? isBroken(rootNode) : 0;
  });
  return count ?? Infinity;
}
