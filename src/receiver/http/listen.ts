import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How many ports after the preferred one are tried before the system chooses one. */
const NEIGHBOURS = 20;

/**
 * Binds a server to 127.0.0.1 on the preferred port, or on the next free one; gives the port. `0` lets the system
 * choose.
 */
export async function listen(server: Server, preferredPort: number): Promise<number> {
  const neighbours = Array.from({ length: NEIGHBOURS }, (_, index) => preferredPort + index);
  const candidates = preferredPort === 0 ? [] : neighbours.filter((port) => port <= 65_535);
  for (const port of candidates) {
    if (await tryToBind(server, port)) return port;
  }
  await bind(server, 0);
  return (server.address() as AddressInfo).port;
}

async function tryToBind(server: Server, port: number): Promise<boolean> {
  try {
    await bind(server, port);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // EACCES: reserved for administrators, or (on Windows) by the system.
    if (code === 'EADDRINUSE' || code === 'EACCES') return false;
    throw error;
  }
}

function bind(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port }, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
