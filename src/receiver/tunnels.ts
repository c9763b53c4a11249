/** A public address that leads to this machine. */
export interface Tunnel {
  /** e.g. `https://1a2b.ngrok.app`; without a path. */
  readonly origin: string;
  readonly by: 'ngrok' | 'cloudflared';
}

/** Where the agents of tunnels tell what they forward; each listens on this machine only. */
export interface TunnelAgents {
  /** Default `http://127.0.0.1:4040`. Source: https://ngrok.com/docs/agent/api */
  readonly ngrok?: string;
  /** Default: the five ports from 20241 on. Source: https://developers.cloudflare.com/tunnel/monitoring/ */
  readonly cloudflared?: readonly string[];
}

const patienceMilliseconds = 1_000;

/**
 * The tunnels on this machine that lead to one of its ports. A quick tunnel of cloudflared does not tell which port
 * it leads to, so it is always given. An agent that does not run, or answers something else, has no tunnels.
 */
export async function findTunnels(port: number, agents: TunnelAgents = {}): Promise<readonly Tunnel[]> {
  const { ngrok = 'http://127.0.0.1:4040', cloudflared = cloudflaredDefaults } = agents;
  const found = await Promise.all([ngrokTunnels(ngrok, port), ...cloudflared.map(quickTunnel)]);
  const tunnels = found.flat();
  return tunnels.filter(({ origin }, at) => tunnels.findIndex((one) => one.origin === origin) === at);
}

const cloudflaredDefaults = [20_241, 20_242, 20_243, 20_244, 20_245].map(
  (port) => `http://127.0.0.1:${port}`,
);

async function ngrokTunnels(agent: string, port: number): Promise<readonly Tunnel[]> {
  const answer = await read(`${agent}/api/tunnels`);
  const tunnels = isRecord(answer) && Array.isArray(answer['tunnels']) ? answer['tunnels'] : [];
  return tunnels.flatMap((tunnel: unknown) => {
    if (!isRecord(tunnel) || !isRecord(tunnel['config'])) return [];
    const origin = httpsOrigin(tunnel['public_url']);
    return origin !== undefined && leadsTo(tunnel['config']['addr'], port) ? [{ origin, by: 'ngrok' }] : [];
  });
}

async function quickTunnel(agent: string): Promise<readonly Tunnel[]> {
  const answer = await read(`${agent}/quicktunnel`);
  const hostname = isRecord(answer) ? answer['hostname'] : undefined;
  const origin = typeof hostname === 'string' && hostname ? httpsOrigin(`https://${hostname}`) : undefined;
  return origin === undefined ? [] : [{ origin, by: 'cloudflared' }];
}

async function read(url: string): Promise<unknown> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(patienceMilliseconds) });
    return answer.ok ? await answer.json() : undefined;
  } catch {
    return undefined;
  }
}

/** ngrok writes an address as `http://localhost:4801`, `localhost:4801` or the port alone. */
function leadsTo(address: unknown, port: number): boolean {
  return typeof address === 'string' && new RegExp(`(^|:)${port}/?$`).test(address);
}

function httpsOrigin(url: unknown): string | undefined {
  if (typeof url !== 'string' || !URL.canParse(url)) return undefined;
  const { protocol, origin } = new URL(url);
  return protocol === 'https:' ? origin : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
