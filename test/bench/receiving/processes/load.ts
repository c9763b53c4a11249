/** The load generator's process: prepares requests, says so, sends them on command. */
import { requestBytes } from '../events.ts';
import { sendAtRate } from '../rawClient.ts';
import { serve } from '../../child.ts';

/** What to send where, and how fast. */
export interface LoadOrder {
  readonly port: number;
  readonly count: number;
  readonly connections: number;
  readonly perSecond: number;
}

serve({
  run: async ({ port, count, connections, perSecond }: LoadOrder) => {
    const requests = Array.from({ length: count }, () => requestBytes(port));
    return sendAtRate(port, requests, connections, perSecond);
  },
});
