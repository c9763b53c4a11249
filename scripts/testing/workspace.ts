/** The sample shop, copied so that tests may change it. */
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { root } from '../build.ts';

export const shop: string = join(root, 'examples', 'shop');

export interface TemporaryWorkspace {
  readonly folder: string;
  dispose(): Promise<void>;
}

/** Copies the sample shop, without its packages, into a temporary folder. */
export async function temporaryShop(): Promise<TemporaryWorkspace> {
  const parent = await mkdtemp(join(tmpdir(), 'stripe-webhooks-shop-'));
  const folder = join(parent, 'shop');
  await copyShop(folder);
  return { folder, dispose: () => rm(parent, { recursive: true, force: true, maxRetries: 5 }) };
}

export async function copyShop(folder: string): Promise<void> {
  await cp(shop, folder, { recursive: true, filter: (path) => basename(path) !== 'node_modules' });
}
