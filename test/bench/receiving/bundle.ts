import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';
import { root } from '../../../scripts/build.ts';

/**
 * Bundles the receiving process and the journal's thread as the extension is bundled, and gives the process's script.
 * Run from source, each thread would also carry Node's TypeScript compiler.
 */
export async function bundleOurs(folder: string): Promise<URL> {
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: {
      ours: 'test/bench/receiving/processes/ours.ts',
      'journal-worker': 'src/journal/worker/main.ts',
    },
    outdir: folder,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    minify: true,
    logLevel: 'warning',
  });
  return pathToFileURL(join(folder, 'ours.js'));
}
