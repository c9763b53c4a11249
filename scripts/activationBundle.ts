/**
 * Puts all that activation loads into one file. VS Code resolves each file of an extension made of ES modules by a
 * message to another thread, which takes about a millisecond, and esbuild's splitting makes a file of every set of
 * modules that two entry points share.
 */
import { writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import * as esbuild from 'esbuild';

type Outputs = esbuild.Metafile['outputs'];

/**
 * Joins an entry point with the chunks that it imports statically. A chunk stays as a list of exports of the joined
 * file, because what is loaded later must get the same classes and the same state. Gives the outputs as they are then.
 */
export async function joinStaticChunks(
  { root, entry, sourcemap }: { readonly root: string; readonly entry: string; readonly sourcemap: boolean },
  outputs: Outputs,
): Promise<Outputs> {
  const chunks = staticImports(entry, outputs).map((file, index) => ({
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
    plugins: [keepDynamicImports(root, dirname(entry))],
    minify: true,
    sourcemap,
    sourcesContent: false,
    metafile: true,
    logLevel: 'warning',
  });
  await Promise.all(
    chunks.map(({ file, names }) => {
      const list = names.map(({ name, joined }) => `${joined} as ${name}`).join(',');
      return writeFile(join(root, file), `export{${list}}from"${pathFrom(file, entry)}";\n`);
    }),
  );
  const [before, after] = [outputs[entry], metafile.outputs[entry]];
  if (!before || !after) throw new Error(`The build gave no ${entry}.`);
  // It still comes from the same sources.
  return { ...outputs, [entry]: { ...before, bytes: after.bytes, imports: after.imports } };
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

/** What is loaded on demand stays where it is, under the path that leads there from the joined file. */
function keepDynamicImports(root: string, folder: string): esbuild.Plugin {
  return {
    name: 'keep-dynamic-imports',
    setup(build) {
      build.onResolve({ filter: /^\.{1,2}\// }, ({ kind, path, resolveDir }) => {
        if (kind !== 'dynamic-import') return undefined;
        return { path: `./${relative(join(root, folder), join(resolveDir, path))}`, external: true };
      });
    },
  };
}

function pathFrom(file: string, other: string): string {
  return `${relative(dirname(file), dirname(other)) || '.'}/${basename(other)}`;
}
