import type { RunnableApp } from '../../../apps/app.ts';
import type { Config } from '../../../apps/config.ts';
import { confirmFarUrl } from '../../pickers/targets.ts';

/**
 * Asks before an app sends anything beyond this machine and its network to a place that it did not send to `before`.
 * Not for the URL of a chat, which is given for nothing else.
 */
export async function confirmFar(
  { config: fields }: RunnableApp,
  config: Config,
  before: Config = {},
): Promise<void> {
  for (const { kind, key } of fields) {
    const value = config[key];
    if (kind === 'url' && typeof value === 'string' && value !== before[key]) await confirmFarUrl(value);
  }
}
