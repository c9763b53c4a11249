/** Where API calls go: the embedded sandbox, or an account in test, sandbox or live mode. Never holds the key. */
export interface Connection {
  readonly id: string;
  readonly kind: 'sandbox' | 'account';
  /** `live` means that everything done through it concerns real money. */
  readonly mode: 'test' | 'sandbox' | 'live';
  /** The account's name as its owner knows it. */
  readonly label: string;
  /** `acct_…`. */
  readonly accountId?: string;
  /** Origin of the API when it is not Stripe's own, e.g. `http://127.0.0.1:12111`. */
  readonly apiBase?: string;
}

/** The id of the connection that is always there. */
export const sandboxConnectionId = 'sandbox';

/** The connection that is always there: the embedded sandbox. */
export const sandboxConnection: Connection = {
  id: sandboxConnectionId,
  kind: 'sandbox',
  mode: 'sandbox',
  label: 'Sandbox',
};

/** Whether the API behind this connection runs on this machine, and so reaches `localhost`. */
export function isLocal(connection: Pick<Connection, 'kind' | 'apiBase'>): boolean {
  if (connection.kind === 'sandbox') return true;
  return connection.apiBase !== undefined && isLoopbackHost(new URL(connection.apiBase).hostname);
}

/** Whether a URL's `hostname` names this machine. */
export function isLoopbackHost(hostname: string): boolean {
  const host = hostname.toLowerCase().replace(/\.$/, '');
  return (
    host === 'localhost' ||
    host.endsWith('.localhost') ||
    host === '[::1]' ||
    host === '0.0.0.0' ||
    host === '[::]' ||
    /^127(\.\d{1,3}){3}$/.test(host)
  );
}
