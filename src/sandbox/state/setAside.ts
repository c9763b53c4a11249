import { rename, rm } from 'node:fs/promises';

/** Renames a data file that cannot be used, with what belongs to it; gives its new path. */
export async function setAside(file: string, nowMs: number): Promise<string> {
  const stamp = new Date(nowMs).toISOString().replace(/[:.]/g, '-');
  const aside = `${file}.damaged-${stamp}`;
  await rename(file, aside);
  for (const suffix of ['-wal', '-shm'])
    await rename(file + suffix, aside + suffix).catch(() => rm(file + suffix, { force: true }));
  return aside;
}
