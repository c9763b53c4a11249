/** The load generator's process: prepares requests, says so, sends them on command. */
import { requestBytes } from '../events.ts';
import { sendAll, sendAtRate } from '../rawClient.ts';
import { serve } from '../../child.ts';

/** What to send where; without a rate, as fast as answers come. */
export interface LoadOrder {
  readonly port: number;
  readonly count: number;
  readonly connections: number;
  readonly perSecond?: number;
}

serve({
  run: async ({ port, count, connections, perSecond }: LoadOrder) => {
    const requests = Array.from({ length: count }, () => requestBytes(port));
    return perSecond === undefined
      ? sendAll(port, requests, connections)
      : sendAtRate(port, requests, connections, perSecond);
  },
});
