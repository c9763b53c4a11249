import { withViewProgress } from '../../host/progress.ts';
import type { Parts } from '../parts.ts';

/** Fetches the active connection's endpoints anew. */
export async function refreshEndpoints({ endpointList }: Pick<Parts, 'endpointList'>): Promise<void> {
  await withViewProgress(() => endpointList.refresh('asked'));
}
