import type { DatabaseSync } from 'node:sqlite';
import { Follower } from '../follower.ts';

const columns = [
  'id',
  'received_at',
  'source',
  'verified',
  'duplicate',
  'delivery',
  'connection_id',
  'endpoint_id',
  'event_id',
  'event_type',
  'event_kind',
  'object_id',
  'object_type',
  'account',
  'request_id',
  'run_id',
].join(', ');

/** What keeps the table `lookup`, which filters look at, up to date. */
export function lookupFollower(database: DatabaseSync): Follower {
  const copy = database.prepare(
    `INSERT INTO lookup (${columns}) SELECT ${columns} FROM receipt WHERE id > ? AND id <= ?`,
  );
  return new Follower(database, 'lookup', (after, last) => copy.run(after, last));
}
