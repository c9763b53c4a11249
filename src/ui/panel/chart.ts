import type { Bucket } from '../../journal/entry.ts';
import type { EventList } from './eventList.ts';
import type { Pages } from './pages.ts';
import type { Chart, ChartBucket } from './shared/messages.ts';

// A single event still needs a stretch of time to stand in.
const shortestMs = 10_000;

/** The events of a list over time, in so many buckets; its times are those of the filter, or else of the events. */
export async function chartOf(pages: Pages, list: EventList, buckets: number): Promise<Chart> {
  const { from, until } = await spanOf(pages, list);
  const found = await pages.overTime(list.filter, { from, until, buckets });
  return { from, until, buckets: found.map(bucketOf) };
}

async function spanOf(
  pages: Pages,
  list: EventList,
): Promise<{ readonly from: number; readonly until: number }> {
  const last = Math.max(0, list.total - 1);
  const [[oldest], [newest]] = await Promise.all([
    pages.list({ limit: 1, after: 0, filter: list.filter }),
    list.rows(last, list.total),
  ]);
  const until = Math.ceil(list.filter.until ?? (newest?.receivedAt ?? Date.now()) + 1);
  const from = Math.floor(list.filter.from ?? oldest?.receivedAt ?? until - shortestMs);
  return until - from >= shortestMs ? { from, until } : { from: until - shortestMs, until };
}

function bucketOf({ verified, rejected, delivered, failed, latency }: Bucket): ChartBucket {
  return {
    delivered,
    failed,
    rejected,
    kept: Math.max(0, verified - delivered - failed),
    median: latency?.median,
    p95: latency?.p95,
  };
}
