/** Where the tree-sitter grammars come from: prebuilt, out of the packages of those who keep them. */
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { languages } from '../src/handlers/languages/table.ts';

const modules = fileURLToPath(new URL('../node_modules/', import.meta.url));

/** VS Code's own collection has the runtime and most languages. */
const collection = join('@vscode', 'tree-sitter-wasm', 'wasm');
const elsewhere: Readonly<Record<string, string>> = {
  'tree-sitter-elixir.wasm': 'tree-sitter-elixir',
  'tree-sitter-kotlin.wasm': join('@tree-sitter-grammars', 'tree-sitter-kotlin'),
};

/** Copies the runtime and the grammar of every language that the finder reads into a folder. */
export async function copyGrammars(to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  const grammars = new Set(languages.map(({ grammar }) => grammar));
  for (const file of ['tree-sitter.js', 'tree-sitter.wasm', ...grammars])
    await cp(join(modules, elsewhere[file] ?? collection, file), join(to, basename(file)));
  // The runtime is CommonJS, and this package is of type "module".
  await writeFile(join(to, 'package.json'), '{ "type": "commonjs" }\n');
}
