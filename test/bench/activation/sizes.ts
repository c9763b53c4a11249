/** How much JavaScript is shipped, and how much of it activation reads. */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import { root } from '../../../scripts/build.ts';
import type { Finding } from '../budgets.ts';

const KB = 1000;
const entry = 'dist/extension.js';

/** Sizes of a build, in bytes; every file ends with a line naming its source map, which counts. */
export async function sizes(metafile: Metafile): Promise<readonly Finding[]> {
  const files = loadedWith(entry, metafile);
  const loaded = files.map((file) => ({ file, bytes: metafile.outputs[file]?.bytes ?? 0 }));
  const shipped = await shippedScripts();
  console.log('\nJavaScript loaded at activation');
  for (const { file, bytes } of loaded.toSorted((a, b) => b.bytes - a.bytes))
    console.log(`  ${kilobytes(bytes).padStart(8)}  ${file}`);
  console.log('Largest of what is shipped');
  for (const { file, bytes } of shipped.toSorted((a, b) => b.bytes - a.bytes).slice(0, 5))
    console.log(`  ${kilobytes(bytes).padStart(8)}  ${file}`);
  return [
    limit('shipped JavaScript loaded at activation', total(loaded), 150),
    limit('shipped JavaScript in all', total(shipped), 2000),
  ];
}

/** A bundle with all that it imports statically; what it imports dynamically is loaded when it is used. */
function loadedWith(file: string, metafile: Metafile, seen = new Set<string>()): readonly string[] {
  if (seen.has(file)) return [...seen];
  seen.add(file);
  for (const { path, kind, external } of metafile.outputs[file]?.imports ?? [])
    if (kind === 'import-statement' && !external) loadedWith(path, metafile, seen);
  return [...seen];
}

/** Every script in `dist/`, those that the build copies there among them. */
async function shippedScripts(): Promise<readonly { readonly file: string; readonly bytes: number }[]> {
  const names = await readdir(join(root, 'dist'), { recursive: true });
  const scripts = names.filter((name) => /\.[cm]?js$/.test(name)).map((name) => join('dist', name));
  return Promise.all(scripts.map(async (file) => ({ file, bytes: (await stat(join(root, file))).size })));
}

function total(files: readonly { readonly bytes: number }[]): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}

function limit(what: string, bytes: number, atMost: number): Finding {
  return { what, budget: `≤ ${atMost} KB`, measured: kilobytes(bytes), kept: bytes <= atMost * KB };
}

function kilobytes(bytes: number): string {
  return `${(bytes / KB).toFixed(1)} KB`;
}
