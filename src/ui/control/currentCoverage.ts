import { coverageOf, type Coverage } from '../../handlers/coverage.ts';
import type { Connection } from '../../stripe/connection.ts';
import type { Parts } from '../commands/parts.ts';

/** How many of the newest receipts are looked at for the types that arrive. */
export const receiptsLookedAt = 1000;

/** What telling the coverage needs. */
export type CoverageNeeds = Pick<Parts, 'catalogue' | 'endpointList' | 'handlers' | 'journal'>;

/**
 * How the active connection's endpoints, the workspace's code and what was received fit together now. Throws a
 * `HumanError` when the endpoints can't be listed or no folder is open.
 */
export async function currentCoverage(
  parts: CoverageNeeds,
): Promise<{ readonly connection: Connection; readonly coverage: Coverage }> {
  const { connection } = parts.endpointList;
  const [endpoints, handlers, received, { eventTypes }] = await Promise.all([
    parts.endpointList.loaded(),
    parts.handlers.all(),
    receivedTypes(parts),
    parts.catalogue.get(),
  ]);
  const types = eventTypes.map(({ type }) => type);
  return { connection, coverage: coverageOf({ endpoints, handlers, received, types }) };
}

async function receivedTypes({ journal }: CoverageNeeds): Promise<ReadonlyMap<string, number>> {
  const receipts = await (
    await journal.get()
  ).list({
    limit: receiptsLookedAt,
    filter: { outcome: 'verified', duplicates: 'hide' },
  });
  const counts = new Map<string, number>();
  for (const { event } of receipts) if (event) counts.set(event.type, (counts.get(event.type) ?? 0) + 1);
  return counts;
}
