import { cp, readFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as esbuild from 'esbuild';
import { eventTestsOptions, root } from '../../../../scripts/build.ts';
import { testCatalogue } from '../../support/catalogue.ts';

/** A package as it is shipped, as far as `stripe-webhooks-test` needs it; gives its folder and the program in it. */
export async function packagedEventTests(): Promise<{ readonly folder: string; readonly program: string }> {
  const folder = join(root, 'out', 'test', 'event-tests');
  const outdir = join(folder, 'dist');
  await mkdir(outdir, { recursive: true });
  const { directory } = await testCatalogue();
  const { name, version, type, bin } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as {
    readonly name: string;
    readonly version: string;
    readonly type: string;
    readonly bin: Readonly<Record<string, string>>;
  };
  await Promise.all([
    writeFile(join(folder, 'package.json'), JSON.stringify({ name, version, type, bin })),
    esbuild.build({ ...eventTestsOptions, sourcemap: false, outdir }),
    ...['events.json', 'schemas.json'].map((file) =>
      cp(join(directory, file), join(outdir, 'catalogue', file)),
    ),
  ]);
  return { folder, program: join(folder, bin['stripe-webhooks-test'] ?? '') };
}
