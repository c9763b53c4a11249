import { access } from 'node:fs/promises';

/** Whether the marker is there that `Places` keeps while a consumer may have something left to do. */
export function isSomethingLeft(marker: string): Promise<boolean> {
  return access(marker).then(
    () => true,
    () => false,
  );
}
