/** `npm run package [-- FILE]`: builds, and packs what people install into a `.vsix`. */
import { join, resolve } from 'node:path';
import { root } from './build.ts';
import { makePackage } from './packaging/pack.ts';
import { readManifest } from './packaging/stage.ts';

async function main(): Promise<void> {
  const { name, version } = await readManifest();
  const { file, bytes, files } = await makePackage(
    resolve(process.argv[2] ?? join(root, 'out', `${name}-${version}.vsix`)),
  );
  console.log(`${file}: ${(bytes / 1024 / 1024).toFixed(2)} MiB, ${files.length} files.`);
}

await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
