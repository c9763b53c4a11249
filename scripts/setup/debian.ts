/** Debian packages, for machines where this process may install them. */
import { existsSync } from 'node:fs';
import { run } from './commands.ts';

/** True when Debian packages can be installed by this process: Debian or a child of it, as root. */
export function canInstallPackages(): boolean {
  return process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
}

/** Installs Debian packages without questions and without recommended extras. */
export async function installPackages(...names: string[]): Promise<void> {
  console.log(`Installing ${names.join(', ')} with apt-get …`);
  const wait = ['-o', 'DPkg::Lock::Timeout=600', '-o', 'Acquire::Retries=3'];
  await run('apt-get', [...wait, '-qq', 'update'], '/');
  await run(
    'env',
    [
      'DEBIAN_FRONTEND=noninteractive',
      'apt-get',
      ...wait,
      '-qq',
      '-y',
      '--no-install-recommends',
      'install',
      ...names,
    ],
    '/',
  );
}
