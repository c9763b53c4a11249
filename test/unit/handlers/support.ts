import { fileURLToPath } from 'node:url';
import { HandlerFinder } from '../../../src/handlers/finder.ts';
import { testCatalogue } from '../support/catalogue.ts';

/** Where the package with the grammars keeps them; `dist/grammars` holds the same files. */
export const grammarDirectory = fileURLToPath(
  new URL('../../../node_modules/@vscode/tree-sitter-wasm/wasm/', import.meta.url),
);

/** A finder that knows the real catalogue's event types. */
export async function createFinder(): Promise<HandlerFinder> {
  const { events } = await testCatalogue();
  return HandlerFinder.create(grammarDirectory, new Set(events.eventTypes.map(({ type }) => type)));
}
