/** Installs a tool once into the git-ignored `.vscode-test/`, whoever asks and however many ask at a time. */
import { existsSync } from 'node:fs';
import { mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export const tools: string = fileURLToPath(new URL('../../.vscode-test', import.meta.url));

const marker = '.installed';
const pollMs = 250;

/**
 * Gives the folder `.vscode-test/<name>` holding `version` of a tool. When it is absent, of another version or left
 * half done, `install` fills a fresh folder, which then takes its place in one step.
 */
export async function installOnce(
  name: string,
  version: string,
  install: (folder: string) => Promise<void>,
): Promise<string> {
  const home = join(tools, name);
  if (await isInstalled(home, version)) return home;
  await mkdir(tools, { recursive: true });
  const release = await lock(join(tools, `${name}.lock`));
  try {
    if (await isInstalled(home, version)) return home;
    console.log(`Installing ${name} ${version} into .vscode-test …`);
    const fresh = `${home}.new`;
    await rm(fresh, { recursive: true, force: true });
    await mkdir(fresh);
    await install(fresh);
    await writeFile(join(fresh, marker), version);
    await rm(home, { recursive: true, force: true });
    await rename(fresh, home);
    return home;
  } finally {
    await release();
  }
}

async function isInstalled(home: string, version: string): Promise<boolean> {
  const file = join(home, marker);
  return existsSync(file) && (await readFile(file, 'utf8')) === version;
}

/** Holds a lock file that names its owner's process, so that one left by a killed process is taken over. */
async function lock(file: string): Promise<() => Promise<void>> {
  for (;;) {
    const handle = await open(file, 'wx').catch(() => undefined);
    if (handle) {
      await handle.writeFile(String(process.pid));
      await handle.close();
      return () => rm(file, { force: true });
    }
    const owner = Number(await readFile(file, 'utf8').catch(() => ''));
    if (owner && !isAlive(owner)) await rm(file, { force: true });
    else await delay(pollMs);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
