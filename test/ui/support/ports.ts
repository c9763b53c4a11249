/** Ports on 127.0.0.1. */
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';

/** Gives a free port: the preferred one when it is, else any. */
export async function freePort(preferred = 0): Promise<number> {
  const probe = createServer();
  try {
    probe.listen(preferred, '127.0.0.1');
    await once(probe, 'listening');
  } catch (error) {
    if (preferred !== 0) return freePort();
    throw error;
  }
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}
