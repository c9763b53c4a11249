import { createRequire } from 'node:module';
import { join } from 'node:path';
import type * as TreeSitter from '@vscode/tree-sitter-wasm';

export type { Language, Node, Parser, Query, QueryMatch, Tree } from '@vscode/tree-sitter-wasm';
type Runtime = typeof TreeSitter;

const runtimes = new Map<string, Promise<Runtime>>();

/**
 * The tree-sitter runtime of a directory that holds `tree-sitter.js`, `tree-sitter.wasm` and the grammars.
 * Loaded from disk, not bundled: it is a CommonJS file that finds itself by `__filename`.
 */
export function loadRuntime(directory: string): Promise<Runtime> {
  // One instance each: a second `init` would cut the first one's grammars off from their memory.
  let runtime = runtimes.get(directory);
  if (!runtime) {
    runtime = start(directory).catch((error: unknown) => {
      runtimes.delete(directory);
      throw error;
    });
    runtimes.set(directory, runtime);
  }
  return runtime;
}

async function start(directory: string): Promise<Runtime> {
  const runtime = createRequire(import.meta.url)(join(directory, 'tree-sitter.js')) as Runtime;
  await runtime.Parser.init({ locateFile: (file) => join(directory, file) });
  return runtime;
}
