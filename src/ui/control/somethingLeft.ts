import { access } from 'node:fs/promises';
import { join } from 'node:path';

/** The files in a workspace's storage that are there while somebody may have something left to do. */
export const markers = { deliveries: 'deliveries.left', apps: 'apps.left' } as const;

/** Whether the marker is there that `Places` keeps while a consumer may have something left to do. */
export function isSomethingLeft(marker: string): Promise<boolean> {
  return access(marker).then(
    () => true,
    () => false,
  );
}

/** Whether anybody may have something left to do in the workspace whose data is in a folder. */
export async function isAnythingLeft(storage: string): Promise<boolean> {
  const left = await Promise.all(Object.values(markers).map((name) => isSomethingLeft(join(storage, name))));
  return left.includes(true);
}
