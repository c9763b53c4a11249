/** Bundles the extension into `dist/` with esbuild: `npm run build`, or `npm run watch` to keep doing so. */
import { cp, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { fixtureSchema } from '../src/eventTests/fixtureSchema.ts';
import { scenarioSchema } from '../src/payloads/scenarioSchema.ts';
import { loadEventCatalogue } from '../src/stripe/loadCatalogue.ts';
import { catalogueFolder, generateCatalogue } from './catalogue.ts';
import { copyGrammars } from './grammars.ts';
import { joinChunks } from './joinChunks.ts';

export const root: string = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '');
const dist = join(root, 'dist');

// Bundled CommonJS packages call `require`, which ES modules lack. A function, since most files have no use for it: then
// it costs them nothing, and is left out where files are joined.
const requireShim = `import { createRequire as __createRequire } from 'node:module'; const require = (id) => __createRequire(import.meta.url)(id);`;

const options: esbuild.BuildOptions = {
  absWorkingDir: root,
  outdir: 'dist',
  bundle: true,
  format: 'esm',
  platform: 'node',
  // The UMD builds that some packages name as `main` hide their requires from the bundler.
  mainFields: ['module', 'main'],
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

const extensionOptions: esbuild.BuildOptions = {
  ...options,
  entryPoints: { extension: 'src/extension.ts' },
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
};

/** At activation, with the first document, when something is first done, and with the first command. */
const loadedInOrder = [
  'src/extension.ts',
  'src/ui/editor/features.ts',
  'src/parts.ts',
  'src/ui/commands/run.ts',
];

/** Whole files: a chunk shared with the extension would bring `vscode`, which a worker does not have. */
const workerOptions: esbuild.BuildOptions = {
  ...options,
  entryPoints: {
    'journal-worker': 'src/journal/worker/main.ts',
    'handlers-worker': 'src/handlers/worker/main.ts',
  },
};

/** The program that runs event fixtures without an editor: one file, for the Node of anybody's CI. */
export const eventTestsOptions: esbuild.BuildOptions = {
  ...options,
  entryPoints: { 'event-tests': 'src/eventTests/cli/main.ts' },
  outExtension: { '.js': '.mjs' },
  target: 'node20',
  banner: { js: `#!/usr/bin/env node\n${requireShim}` },
};

/** The Events panel's webview: one script and one style sheet, for browsers. */
const panelOptions: esbuild.BuildOptions = {
  absWorkingDir: root,
  entryPoints: {
    panel: 'src/ui/panel/webview/main.ts',
    codicon: 'node_modules/@vscode/codicons/dist/codicon.css',
  },
  outdir: join('dist', 'panel'),
  bundle: true,
  format: 'esm',
  platform: 'browser',
  // Chromium of the oldest supported editor; in the browser VS Code asks for as much.
  target: ['chrome134', 'safari18', 'firefox136'],
  loader: { '.ttf': 'file' },
  assetNames: '[name]',
  conditions: ['production'],
  minify: true,
  sourcemap: true,
  sourcesContent: false,
  metafile: true,
  logLevel: 'warning',
};

/** Builds once into an emptied `dist/`, or into another folder. Throws when the sources do not build. */
export async function build(into = dist, { sourcemap = true } = {}): Promise<esbuild.Metafile> {
  await startAfresh(into);
  const built = await Promise.all([
    buildOnce({ ...extensionOptions, sourcemap, outdir: into }),
    buildOnce({ ...workerOptions, sourcemap, outdir: into }),
    buildOnce({ ...eventTestsOptions, sourcemap, outdir: into }),
    buildOnce({ ...panelOptions, sourcemap, outdir: join(into, 'panel') }),
  ]);
  const outputs = Object.assign({}, ...built.map((one) => one.outputs)) as esbuild.Metafile['outputs'];
  return {
    inputs: Object.assign({}, ...built.map((one) => one.inputs)) as esbuild.Metafile['inputs'],
    outputs: await joinChunks({ root, sources: loadedInOrder, sourcemap }, outputs),
  };
}

async function buildOnce(options: esbuild.BuildOptions): Promise<esbuild.Metafile> {
  const { metafile } = await esbuild.build({ ...options, metafile: true });
  return metafile;
}

/** Bundles the tests that run inside the extension host into `out/test/host/`. */
export async function buildHostTests(): Promise<string> {
  const tests = await readdir(join(root, 'test', 'host'), { recursive: true });
  const outdir = join(root, 'out', 'test', 'host');
  await rm(outdir, { recursive: true, force: true });
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: ['index.ts', ...tests.filter((name) => name.endsWith('.test.ts'))].map((name) =>
      join('test', 'host', name),
    ),
    outbase: join('test', 'host'),
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    // The UMD builds that some packages name as `main` hide their requires from the bundler.
    mainFields: ['module', 'main'],
    target: 'node22',
    packages: 'external',
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  return join(outdir, 'index.mjs');
}

async function startAfresh(folder: string): Promise<void> {
  await generateCatalogue();
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await Promise.all([copyCatalogue(join(folder, 'catalogue')), copyGrammars(join(folder, 'grammars'))]);
}

/** Data that the code reads at run time, beside the bundles. */
async function copyCatalogue(folder: string): Promise<void> {
  const isWhole = (path: string) => path === catalogueFolder || path.endsWith('.json');
  await cp(catalogueFolder, folder, { recursive: true, filter: isWhole });
  // The schemas that package.json contributes for scenario and fixture files.
  const catalogue = await loadEventCatalogue(folder);
  await writeFile(join(folder, 'scenario.schema.json'), JSON.stringify(scenarioSchema(catalogue)));
  await writeFile(join(folder, 'fixture.schema.json'), JSON.stringify(fixtureSchema(catalogue)));
}

/** Says when each build begins and ends, in the words that `.vscode/tasks.json` waits for. */
const reporter: esbuild.Plugin = {
  name: 'reporter',
  setup(step) {
    step.onStart(() => console.log('[watch] build started'));
    step.onEnd(({ errors }) => {
      for (const { text, location } of errors)
        console.error(`✘ [ERROR] ${text}\n    ${location?.file}:${location?.line}:${location?.column}:`);
      console.log('[watch] build finished');
    });
  },
};

async function watch(): Promise<void> {
  await startAfresh(dist);
  for (const each of [extensionOptions, workerOptions, eventTestsOptions, panelOptions]) {
    const context = await esbuild.context({ ...each, logLevel: 'silent', plugins: [reporter] });
    await context.watch();
  }
}

if (import.meta.main) {
  await (process.argv.includes('--watch') ? watch() : build());
  if (process.argv.includes('--tests')) await buildHostTests();
}
