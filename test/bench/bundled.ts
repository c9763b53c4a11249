import * as esbuild from 'esbuild';
import { root } from '../../scripts/build.ts';

/**
 * Bundles scripts as the extension is bundled, into a folder. Run from source, each thread would also carry Node's
 * TypeScript compiler.
 */
export async function bundleInto(
  folder: string,
  entryPoints: Readonly<Record<string, string>>,
): Promise<void> {
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: { ...entryPoints },
    outdir: folder,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    minify: true,
    logLevel: 'warning',
  });
}
