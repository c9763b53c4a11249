/** Where the tree-sitter grammars come from: prebuilt, out of the packages of those who keep them. */
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { languages } from '../src/handlers/languages/table.ts';

const modules = fileURLToPath(new URL('../node_modules/', import.meta.url));

/** VS Code's own collection has the runtime and most languages. */
const collection = { package: '@vscode/tree-sitter-wasm', folder: 'wasm' };
const elsewhere: Readonly<Record<string, string>> = {
  'tree-sitter-elixir.wasm': 'tree-sitter-elixir',
  'tree-sitter-kotlin.wasm': '@tree-sitter-grammars/tree-sitter-kotlin',
};

interface GrammarFile {
  readonly file: string;
  /** Where it is now. */
  readonly path: string;
  /** The package on npm that brings it. */
  readonly package: string;
  /** True when that is the grammar's own package, and not a collection. */
  readonly own: boolean;
}

/** The runtime and the grammar of every language that the finder reads. */
export function grammarFiles(): readonly GrammarFile[] {
  const grammars = new Set(languages.map(({ grammar }) => grammar));
  return ['tree-sitter.js', 'tree-sitter.wasm', ...grammars].map((file) => {
    const own = elsewhere[file];
    const folder = own === undefined ? join(collection.package, collection.folder) : own;
    const path = join(modules, folder, file);
    return { file, path, package: own ?? collection.package, own: own !== undefined };
  });
}

/** Copies them into a folder. */
export async function copyGrammars(to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const { file, path } of grammarFiles()) await cp(path, join(to, file));
  // The runtime is CommonJS, and this package is of type "module".
  await writeFile(join(to, 'package.json'), '{ "type": "commonjs" }\n');
}
