/** Bundles the extension into `dist/` with esbuild: `npm run build`, or `npm run watch` to keep doing so. */
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { languages } from '../src/handlers/languages/table.ts';
import { generateCatalogue } from './catalogue.ts';

export const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');

// Bundled CommonJS packages call `require`, which ES modules lack.
const requireShim = `import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);`;

const options: esbuild.BuildOptions = {
  absWorkingDir: root,
  entryPoints: { extension: 'src/extension.ts', 'journal-worker': 'src/journal/worker/main.ts' },
  outdir: 'dist',
  bundle: true,
  format: 'esm',
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
  platform: 'node',
  target: 'node22',
  external: ['vscode'],
  banner: { js: requireShim },
  minify: true,
  keepNames: true,
  sourcemap: true,
  sourcesContent: false,
  metafile: true,
  logLevel: 'warning',
};

/** Builds once into an emptied `dist/`. */
export async function build(): Promise<esbuild.Metafile> {
  await rm(dist, { recursive: true, force: true });
  await mkdir(dist, { recursive: true });
  await generateCatalogue();
  await copyData();
  const result = await esbuild.build(options);
  return result.metafile as esbuild.Metafile;
}

/** Data files that the code reads at run time, beside the bundles. */
async function copyData(): Promise<void> {
  await cp(join(root, 'out', 'catalogue'), join(dist, 'catalogue'), { recursive: true });
  await copyGrammars();
}

/** The tree-sitter runtime and the grammars that the handler finder loads. */
async function copyGrammars(): Promise<void> {
  const source = join(root, 'node_modules', '@vscode', 'tree-sitter-wasm', 'wasm');
  const target = join(dist, 'grammars');
  for (const file of ['tree-sitter.js', 'tree-sitter.wasm', ...languages.map(({ grammar }) => grammar)])
    await cp(join(source, file), join(target, file));
  // The runtime is CommonJS, and `package.json` above says that `.js` files are ES modules.
  await writeFile(join(target, 'package.json'), '{ "type": "commonjs" }\n');
}

if (import.meta.main) {
  await build();
  if (process.argv.includes('--watch')) {
    const context = await esbuild.context(options);
    await context.watch();
    console.log('Watching …');
  }
}
