import type { WebSocket } from 'ws';
import type { Attempt } from '../../delivery/attempt.ts';
import type { Clock } from '../../delivery/clock.ts';
import { webhookHeaders } from '../../delivery/webhookHeaders.ts';
import type { StoredEvent } from '../state/events.ts';
import { newId } from '../state/ids.ts';
import type { Store } from '../state/store.ts';
import { featureOf, parseClientMessage, thinEventFrame, webhookEventFrame } from './messages.ts';

/** Conversations whose answer may still come. */
const rememberedConversations = 10_000;

export interface SessionParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly features: readonly string[];
  readonly secret: string;
  /** Told what the app answered through the client. */
  readonly onAnswer: (eventId: string, attempt: Attempt) => void;
  /** The latest API version. */
  readonly apiVersion: string;
}

interface Conversation {
  readonly eventId: string;
  readonly sentAt: number;
}

/** One `stripe listen`, over all the sockets it dials in its life. */
export class ListenSession {
  readonly id = newId.websocket();
  /** When it last lost its socket, or was made, in ms; undefined while it has one. */
  idleSince: number | undefined;
  private readonly parts: SessionParts;
  private readonly webhookIds = { default: newId.endpoint(), latest: newId.endpoint() };
  private readonly conversations = new Map<string, Conversation>();
  private socket: WebSocket | undefined;

  constructor(parts: SessionParts) {
    this.parts = parts;
    this.idleSince = parts.clock.now();
  }

  get connected(): boolean {
    return this.socket !== undefined;
  }

  /** Takes a newly dialled socket in place of the one before. */
  attach(socket: WebSocket): void {
    const before = this.socket;
    this.socket = socket;
    this.idleSince = undefined;
    before?.close(1000, 'Replaced by a new connection');
    socket.on('message', (data: Buffer) => this.receive(data.toString('utf8')));
    // A broken socket closes, and the client dials again.
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      if (this.socket !== socket) return;
      this.socket = undefined;
      this.idleSince = this.parts.clock.now();
    });
  }

  /** Sends an event when a socket is there; a snapshot event twice, once per API version that a client may want. */
  send(event: StoredEvent, body: Uint8Array): void {
    if (!this.socket || !this.parts.features.includes(featureOf[event.kind])) return;
    const { clock, secret, apiVersion } = this.parts;
    const headers = webhookHeaders(body, [secret], clock.now());
    const payload = Buffer.from(body).toString('utf8');
    if (event.kind === 'thin') {
      this.socket.send(thinEventFrame(payload, headers, this.webhookIds.default));
      return;
    }
    const versions = [
      [null, this.webhookIds.default],
      [apiVersion, this.webhookIds.latest],
    ] as const;
    for (const [version, webhook] of versions) {
      const conversation = newId.conversation();
      this.remember(conversation, { eventId: event.id, sentAt: clock.now() });
      this.socket.send(webhookEventFrame({ payload, headers }, version, { conversation, webhook }));
    }
  }

  /** Closes the socket and resolves when it is gone. */
  close(): Promise<void> {
    const { socket } = this;
    if (!socket) return Promise.resolve();
    return new Promise((resolve) => {
      socket.once('close', () => resolve());
      socket.close(1001, 'The sandbox has stopped');
      socket.terminate();
    });
  }

  private remember(id: string, conversation: Conversation): void {
    this.conversations.set(id, conversation);
    if (this.conversations.size <= rememberedConversations) return;
    const [oldest] = this.conversations.keys();
    if (oldest !== undefined) this.conversations.delete(oldest);
  }

  /** An answer is kept as an attempt; an acknowledgement only tells that the event arrived. */
  private receive(data: string): void {
    const message = parseClientMessage(data);
    if (message?.type !== 'webhook_response') return;
    const conversation = this.conversations.get(message.conversationId);
    if (!conversation || !this.parts.store.events.get(conversation.eventId)) return;
    const attempt: Attempt = {
      startedAt: conversation.sentAt,
      url: message.forwardUrl,
      milliseconds: Math.max(0, this.parts.clock.now() - conversation.sentAt),
      response: { status: message.status, headers: message.headers, body: Buffer.from(message.body) },
      error: undefined,
    };
    this.parts.store.deliveries.recordAttempt(conversation.eventId, 'listen', attempt);
    this.parts.onAnswer(conversation.eventId, attempt);
  }
}
