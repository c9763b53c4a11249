import { sourceAddress } from '../../control/envTargets.ts';
import type { Parts } from '../parts.ts';
import { secretToEnv } from '../secretToEnv.ts';
import { sourceSecret } from './sourceSecret.ts';

/** Writes the secret that the app verifies the source's events with into a `.env` file of the workspace. */
export async function writeSourceSecretToEnv(
  parts: Pick<Parts, 'source' | 'envTargets' | 'messages'>,
): Promise<void> {
  const secret = await sourceSecret(parts);
  const connectionId = parts.source.current?.connection.id ?? '';
  await secretToEnv(parts, { connectionId, url: sourceAddress }, secret);
}
