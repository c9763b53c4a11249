/** The folder that is packed: the build without source maps, what is copied, and what is said about it. */
import { cp, glob, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { build, root } from '../build.ts';
import { readComponents } from './components.ts';
import { notices } from './notices.ts';
import { sbom, type Product } from './sbom.ts';
import { copied } from './shipped.ts';

type Manifest = Product & Readonly<Record<string, unknown>>;

// Of use to those who build the extension, not to those who run it.
const leftOut = ['private', 'scripts', 'devDependencies', 'overrides'];

/** Fills an emptied folder. Throws a sentence where something bundled has no licence. */
export async function stage(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const metafile = await build(join(folder, 'dist'), { sourcemap: false });
  const components = await readComponents(root, metafile);
  const manifest = await readManifest();
  const kept = Object.fromEntries(Object.entries(manifest).filter(([key]) => !leftOut.includes(key)));
  await writeFile(join(folder, 'package.json'), json(kept));
  await writeFile(join(folder, 'ThirdPartyNotices.txt'), notices(components));
  await writeFile(join(folder, 'sbom.cdx.json'), json(sbom(manifest, components)));
  for await (const file of glob(copied, { cwd: root })) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await cp(join(root, file), join(folder, file));
  }
}

/** The project's `package.json`. */
export async function readManifest(): Promise<Manifest> {
  return JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as Manifest;
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
