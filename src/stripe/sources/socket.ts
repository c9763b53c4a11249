import type { IncomingMessage } from 'node:http';
import { WebSocket } from 'ws';
import type { Clocks } from './clocks.ts';
import type { Session } from './session.ts';
import type { SourceTimings } from './timings.ts';
import { WakeWatch } from './wakeWatch.ts';
import { sentence } from '../../sentence.ts';

/** Source: `pkg/websocket` of the open source Stripe CLI, as for the header and the query. */
const subprotocol = 'stripecli-devproxy-v1';
const unknownId = 'Unknown WebSocket ID.';
const largestFrame = 32 * 1024 * 1024;
const largestRefusal = 64 * 1024;
const closeTimeout = 500;

/** What a socket tells. After one of the last four it is of no more use, and tells nothing more. */
export interface SocketListener {
  opened(): void;
  message(text: string): void;
  /** It had been open. */
  closed(reason: string): void;
  /** It could not be opened. */
  failed(reason: string): void;
  /** It could not be opened, because Stripe has forgotten the session. */
  unknownSession(): void;
  /** The machine slept for so long (ms): whatever was sent meanwhile is gone. */
  woke(milliseconds: number): void;
}

/** One socket of a listen session: kept alive by pings, and given up when nothing comes back. */
export class ListenSocket {
  readonly #socket: WebSocket;
  readonly #listener: SocketListener;
  readonly #timings: SourceTimings;
  readonly #clocks: Clocks;
  #pings: NodeJS.Timeout | undefined;
  #heard = 0;
  #over = false;

  constructor(session: Session, listener: SocketListener, timings: SourceTimings, clocks: Clocks) {
    this.#listener = listener;
    this.#timings = timings;
    this.#clocks = clocks;
    const url = new URL(session.websocketUrl);
    url.searchParams.set('websocket_feature', session.feature);
    this.#socket = new WebSocket(url, subprotocol, {
      headers: { 'Websocket-Id': session.websocketId },
      handshakeTimeout: timings.open,
      maxPayload: largestFrame,
      perMessageDeflate: false,
    });
    this.#listen();
  }

  /** Sends a frame; one that cannot be sent any more is of no use to anybody. */
  send(frame: string): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(frame, () => undefined);
  }

  /** Closes it, and resolves when it is closed; nothing more is told. */
  close(): Promise<void> {
    const socket = this.#socket;
    this.#finish();
    if (socket.readyState === WebSocket.CLOSED) return Promise.resolve();
    return new Promise((resolve) => {
      const open = socket.readyState === WebSocket.OPEN;
      // A peer that is gone does not answer to a close, and would keep the socket for half a minute.
      const cut = setTimeout(() => socket.terminate(), open ? closeTimeout : 0);
      socket.once('close', () => {
        clearTimeout(cut);
        resolve();
      });
      if (open) socket.close(1000);
    });
  }

  #listen(): void {
    const socket = this.#socket;
    socket.on('open', () => {
      if (this.#over) return;
      this.#keepAlive();
      this.#listener.opened();
    });
    socket.on('message', (data: Buffer) => {
      this.#heardSomething();
      if (!this.#over) this.#listener.message(data.toString('utf8'));
    });
    socket.on('pong', () => this.#heardSomething());
    socket.on('ping', () => this.#heardSomething());
    socket.on('unexpected-response', (_request, response) => void this.#refused(response));
    let trouble = '';
    socket.on('error', (error: NodeJS.ErrnoException) => {
      trouble = error.code ?? error.message;
    });
    socket.on('close', (code, reason) => {
      if (this.#pings === undefined)
        this.#give((listener) => listener.failed(trouble || sentence`no answer`));
      else this.#give((listener) => listener.closed(trouble || closedBecause(code, reason.toString('utf8'))));
    });
  }

  async #refused(response: IncomingMessage): Promise<void> {
    const text = await bodyOf(response);
    this.#socket.terminate();
    if (messageIn(text) === unknownId) this.#give((listener) => listener.unknownSession());
    else this.#give((listener) => listener.failed(`HTTP ${response.statusCode ?? 0}`));
  }

  #keepAlive(): void {
    const { ping, wake, silence } = this.#timings;
    const watch = new WakeWatch(this.#clocks, ping, wake);
    this.#heardSomething();
    this.#pings = setInterval(() => {
      const slept = watch.tick();
      if (slept > 0) this.#give((listener) => listener.woke(slept), true);
      else if (this.#clocks.monotonic() - this.#heard > silence)
        this.#give((listener) => listener.closed(sentence`nothing was heard for ${silence / 1000} s`), true);
      else this.#socket.ping();
    }, ping);
  }

  #heardSomething(): void {
    this.#heard = this.#clocks.monotonic();
  }

  /** Tells how it ended, once. */
  #give(tell: (listener: SocketListener) => void, terminate = false): void {
    if (this.#over) return;
    this.#finish();
    if (terminate) this.#socket.terminate();
    tell(this.#listener);
  }

  #finish(): void {
    this.#over = true;
    clearInterval(this.#pings);
  }
}

function closedBecause(code: number, reason: string): string {
  return reason === '' ? sentence`closed with code ${code}` : sentence`closed with code ${code}: ${reason}`;
}

async function bodyOf(response: IncomingMessage): Promise<string> {
  let text = '';
  try {
    for await (const chunk of response) {
      text += String(chunk);
      if (text.length > largestRefusal) break;
    }
  } catch {
    // What came before it broke off is judged as it is.
  }
  return text;
}

function messageIn(text: string): string | undefined {
  try {
    return (JSON.parse(text) as { error?: { message?: string } } | null)?.error?.message;
  } catch {
    return undefined;
  }
}
