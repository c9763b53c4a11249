import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { Attempt } from '../../delivery/attempt.ts';
import type { Clock } from '../../delivery/clock.ts';
import type { StoredEvent } from '../state/events.ts';
import type { Store } from '../state/store.ts';
import { ListenSession } from './session.ts';

/** Where sessions dial. */
export const socketPath = '/v1/stripecli/socket';
const subprotocol = 'stripecli-devproxy-v1';
const maximumSessions = 100;
/** A session whose client does not dial (again) for so long is forgotten. */
const idleLimitMs = 10 * 60 * 1000;
const maximumFrameBytes = 4 * 1024 * 1024;

interface SessionsParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly onAnswer: (eventId: string, attempt: Attempt) => void;
  readonly apiVersion: string;
}

/** The listen sessions of CLIs and of clients that speak as one. */
export class ListenSessions {
  private readonly parts: SessionsParts;
  private readonly sessions = new Map<string, ListenSession>();
  private readonly sockets = new WebSocketServer({
    noServer: true,
    maxPayload: maximumFrameBytes,
    handleProtocols: (offered) => (offered.has(subprotocol) ? subprotocol : false),
  });

  constructor(parts: SessionsParts) {
    this.parts = parts;
  }

  /** A new session for a device, or undefined when there are too many. */
  create(
    deviceName: string,
    features: readonly string[],
  ): { session: ListenSession; secret: string } | undefined {
    this.forgetIdle();
    if (this.sessions.size >= maximumSessions) return undefined;
    const secret = this.parts.store.settings.listenSecret(deviceName);
    const session = new ListenSession({ ...this.parts, features, secret });
    this.sessions.set(session.id, session);
    return { session, secret };
  }

  /** Takes a socket that a client dials. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (request.url?.split('?')[0] !== socketPath) return refuse(socket, 404, 'Unrecognized request URL.');
    const id = request.headers['websocket-id'];
    const session = typeof id === 'string' ? this.sessions.get(id) : undefined;
    // By this very sentence the CLI knows that it needs a new session.
    if (!session) return refuse(socket, 400, 'Unknown WebSocket ID.');
    this.sockets.handleUpgrade(request, socket, head, (webSocket) => session.attach(webSocket));
  }

  /** Sends an event to every connected session. */
  send(event: StoredEvent, body: Uint8Array): void {
    for (const session of this.sessions.values()) session.send(event, body);
  }

  /** Ends all sessions: their clients find them unknown and ask for new ones. */
  async close(): Promise<void> {
    const sessions = [...this.sessions.values()];
    this.sessions.clear();
    await Promise.all(sessions.map((session) => session.close()));
  }

  private forgetIdle(): void {
    const limit = this.parts.clock.now() - idleLimitMs;
    for (const [id, { idleSince }] of this.sessions)
      if (idleSince !== undefined && idleSince < limit) this.sessions.delete(id);
  }
}

function refuse(socket: Duplex, status: number, message: string): void {
  const body = JSON.stringify({ error: { message, type: 'invalid_request_error' } });
  socket.end(
    `HTTP/1.1 ${status} ${status === 404 ? 'Not Found' : 'Bad Request'}\r\nContent-Type: application/json\r\n` +
      `Connection: close\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}
