import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

/**
 * A process and the journal's thread as they are shipped, bundled into the folder of `file`, since they are started
 * hundreds of times; `process` is the path of its source below `test/unit/`. Gives the process's script.
 */
export async function bundledProcess(file: string, process: string): Promise<string> {
  const folder = dirname(file);
  await writeFile(join(folder, 'package.json'), '{"type":"module"}');
  await esbuild.build({
    absWorkingDir: fileURLToPath(new URL('../../../..', import.meta.url)),
    entryPoints: {
      process: `test/unit/${process}`,
      'journal-worker': 'src/journal/worker/main.ts',
    },
    outdir: folder,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    packages: 'external',
    logLevel: 'warning',
  });
  return join(folder, 'process.js');
}
