import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundleInto } from '../bundled.ts';

/** Bundles the receiving process and the journal's thread, and gives the process's script. */
export async function bundleOurs(folder: string): Promise<URL> {
  await bundleInto(folder, {
    ours: 'test/bench/receiving/processes/ours.ts',
    'journal-worker': 'src/journal/worker/main.ts',
  });
  return pathToFileURL(join(folder, 'ours.js'));
}
