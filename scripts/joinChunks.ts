/**
 * Makes one file of what is loaded together. VS Code resolves each file of an extension made of ES modules with hooks of
 * its own, which takes about a millisecond in which nothing else runs, and esbuild's splitting makes a file of every set
 * of modules that two entry points share.
 */
import { writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import * as esbuild from 'esbuild';

type Outputs = esbuild.Metafile['outputs'];

interface Joining {
  readonly root: string;
  readonly entry: string;
  /** Entries that are loaded before it, and have been joined. */
  readonly before: readonly string[];
  readonly sourcemap: boolean;
}

/**
 * Joins entry points, given by their sources in the order in which they are loaded, each with the chunks that it
 * imports statically and that none before it has taken. A chunk stays as a list of exports of the joined file, because
 * what is loaded later must get the same classes and the same state. Gives the outputs as they are then.
 */
export async function joinChunks(
  { root, sources, sourcemap }: { root: string; sources: readonly string[]; sourcemap: boolean },
  outputs: Outputs,
): Promise<Outputs> {
  const entries = sources.map((source) => outputOf(source, outputs));
  const taken = new Set(entries);
  const joined = { ...outputs };
  for (const [at, entry] of entries.entries()) {
    const chunks = staticImports(entry, outputs).filter((file) => !taken.has(file));
    joined[entry] = await joinOne({ root, entry, before: entries.slice(0, at), sourcemap }, chunks, outputs);
    for (const file of chunks) taken.add(file);
  }
  return joined;
}

async function joinOne(
  { root, entry, before, sourcemap }: Joining,
  files: readonly string[],
  outputs: Outputs,
): Promise<Outputs[string]> {
  const chunks = files.map((file, index) => ({
    file,
    // Exported under names of their own, for every chunk calls its first export `a`.
    names: (outputs[file]?.exports ?? []).map((name) => ({ name, joined: `chunk${index}_${name}` })),
  }));
  const exported = chunks.map(
    ({ file, names }) =>
      `export { ${names.map(({ name, joined }) => `${name} as ${joined}`).join(', ')} } from './${file}';`,
  );
  const { metafile } = await esbuild.build({
    absWorkingDir: root,
    stdin: { contents: [`export * from './${entry}';`, ...exported].join('\n'), resolveDir: root },
    outfile: entry,
    allowOverwrite: true,
    bundle: true,
    format: 'esm',
    platform: 'node',
    external: ['vscode'],
    plugins: [keepImports(root, dirname(entry), before)],
    minify: true,
    sourcemap,
    sourcesContent: false,
    metafile: true,
    logLevel: 'warning',
  });
  await Promise.all(
    chunks.map(({ file, names }) => {
      const list = names.map(({ name, joined }) => `${joined} as ${name}`).join(',');
      return writeFile(join(root, file), `export{${list}}from"${pathFrom(dirname(file), entry)}";\n`);
    }),
  );
  const [split, whole] = [outputs[entry], metafile.outputs[entry]];
  if (!split || !whole) throw new Error(`The build gave no ${entry}.`);
  // It still comes from the same sources.
  return { ...split, bytes: whole.bytes, imports: whole.imports };
}

function outputOf(source: string, outputs: Outputs): string {
  const found = Object.keys(outputs).find((file) => outputs[file]?.entryPoint === source);
  if (found === undefined) throw new Error(`The build gave nothing for ${source}.`);
  return found;
}

/** Every chunk that is loaded with an entry point. */
function staticImports(entry: string, outputs: Outputs): readonly string[] {
  const found = new Set<string>([entry]);
  for (const file of found)
    for (const { path, kind, external } of outputs[file]?.imports ?? [])
      if (kind === 'import-statement' && !external) found.add(path);
  found.delete(entry);
  return [...found];
}

/** What is loaded before, or on demand, stays where it is, under the path that leads there from the joined file. */
function keepImports(root: string, folder: string, before: readonly string[]): esbuild.Plugin {
  return {
    name: 'keep-imports',
    setup(build) {
      build.onResolve({ filter: /^\.{1,2}\// }, ({ kind, path, resolveDir }) => {
        const file = relative(root, resolve(resolveDir, path));
        if (kind !== 'dynamic-import' && !before.includes(file)) return undefined;
        return { path: pathFrom(folder, file), external: true };
      });
    },
  };
}

/** The path by which a module in a folder imports another file. */
function pathFrom(folder: string, file: string): string {
  return `${relative(folder, dirname(file)) || '.'}/${basename(file)}`.replace(/^(?!\.)/, './');
}
