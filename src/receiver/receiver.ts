import { EventEmitter } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { Duplex } from 'node:stream';
import type { PassedAnswer, ReceiptAnswer } from './answer.ts';
import { Allowance } from './diagnosis/allowance.ts';
import { judge } from './diagnosis/judge.ts';
import { noTargetAnswer, ownAnswer, send } from './http/answer.ts';
import { LastVerified } from './diagnosis/lastVerified.ts';
import { listen } from './http/listen.ts';
import { readBody, type ReadResult } from './http/readBody.ts';
import { refusedByParser, respondOnSocket, respondRefused } from './http/respond.ts';
import {
  screen,
  tooLarge,
  unknownExpectation,
  wrongMethod,
  type Refused,
  type ScreeningRules,
} from './http/screening.ts';
import type { EventSummary, Origin, Receipt } from './receipt.ts';
import type { Refusal } from './refusal.ts';
import type { ActiveSecret, Verdict } from './verdict.ts';
import { sentence } from '../sentence.ts';

export type { PassedAnswer, ReceiptAnswer } from './answer.ts';
export type { Refusal, RefusalReason } from './refusal.ts';

/** What a receiver needs. `Committed` is what a commit tells of the receipt, such as its id. */
export interface ReceiverOptions<Committed = unknown> {
  /** Every active signing secret that is known; asked for each request. */
  readonly secrets: () => readonly ActiveSecret[];
  /** Secrets that are known but not accepted, such as those that a roll has ended; they explain rejections. */
  readonly known?: () => readonly ActiveSecret[];
  /** Resolves when the receipt is durable. Success is answered only after that; a rejection is answered with 500. */
  readonly commit: (receipt: Receipt) => Promise<Committed>;
  /**
   * Asked after each commit of a verified event for what to answer; undefined means the receiver's own 200. A rejection
   * is answered with 502. Its time is not limited here.
   */
  readonly answer?: (receipt: Receipt, committed: Committed) => Promise<PassedAnswer | undefined>;
  /** Where an event came from; `http` when not given. */
  readonly originOf?: (
    verdict: Verdict,
    headers: IncomingHttpHeaders,
    event: EventSummary | undefined,
    body: Uint8Array,
  ) => Origin;
  /** Default `/webhook`; a query string is ignored. */
  readonly path?: string;
  /** Host names besides 127.0.0.1 and localhost that a `Host` header may have, such as a tunnel's; none by default. */
  readonly allowedHosts?: () => readonly string[];
  /** Largest accepted body in bytes; default 1 MiB. */
  readonly bodyLimit?: number;
  /** Accepted distance of a signature's time from now, in seconds; default 300, as in Stripe's SDKs. */
  readonly toleranceSeconds?: number;
  /** Milliseconds since the Unix epoch; default `Date.now`. */
  readonly now?: () => number;
  readonly timeouts?: Partial<ReceiverTimeouts>;
}

/** What a receiver emits. */
export interface ReceiverEvents<Committed> {
  receipt: [receipt: Receipt, answer: ReceiptAnswer, committed: Committed];
  refused: [Refusal];
}

/** In milliseconds. */
export interface ReceiverTimeouts {
  /** For a request's headers to arrive; default 10 s. */
  readonly headers: number;
  /** For a whole request to arrive; default 30 s. */
  readonly request: number;
  /** Before an idle keep-alive connection is closed; default 30 s. */
  readonly idle: number;
  /** How often the first two are checked; default 2 s. */
  readonly check: number;
  /** How long `stop` waits for requests that are still arriving; default 2 s. */
  readonly stop: number;
}

const timeoutDefaults: ReceiverTimeouts = {
  headers: 10_000,
  request: 30_000,
  idle: 30_000,
  check: 2_000,
  stop: 2_000,
};

/**
 * The embedded HTTP server that Stripe, the sandbox and other tools send events to, on 127.0.0.1 only.
 * Each request becomes a receipt with a verdict, which is committed before it is answered: 200, or what `answer` says,
 * for a verified event, 400 with the cause for any other. `receipt` is emitted after the answer, `refused` for what never became a receipt.
 */
export class Receiver<Committed = unknown> extends EventEmitter<ReceiverEvents<Committed>> {
  readonly #options: ReceiverOptions<Committed>;
  readonly #rules: ScreeningRules;
  readonly #timeouts: ReceiverTimeouts;
  readonly #timedOut = new WeakSet<Duplex>();
  readonly #allowance = new Allowance();
  readonly #lastVerified = new LastVerified();
  #server: Server | undefined;
  #port: number | undefined;
  #stopped: Promise<void> | undefined;
  /** Whole requests that are not answered yet. */
  #unanswered = 0;
  #onAllAnswered: (() => void) | undefined;
  /** Ends the wait for a target's answer. */
  readonly #awaited = new Set<(error: Error) => void>();
  /** Set once targets are not waited for any more. */
  #givenUp: Error | undefined;

  constructor(options: ReceiverOptions<Committed>) {
    super();
    this.#options = options;
    this.#rules = {
      path: options.path ?? '/webhook',
      allowedHosts: options.allowedHosts ?? (() => []),
      bodyLimit: options.bodyLimit ?? 1024 * 1024,
    };
    this.#timeouts = { ...timeoutDefaults, ...options.timeouts };
  }

  /** The port in use; undefined unless running. */
  get port(): number | undefined {
    return this.#port;
  }

  /** Where events are to be sent, e.g. `http://127.0.0.1:4242/webhook`; undefined unless running. */
  get url(): string | undefined {
    return this.#port === undefined ? undefined : `http://127.0.0.1:${this.#port}${this.#rules.path}`;
  }

  /** Listens on the preferred port, or on the next free one. Throws when it runs already or no port can be had. */
  async start(preferredPort: number): Promise<{ port: number; preferredPortTaken: boolean }> {
    if (this.#server) throw new Error('The receiver is already running.');
    const server = this.#createServer();
    this.#server = server;
    try {
      const port = await listen(server, preferredPort);
      this.#port = port;
      return { port, preferredPortTaken: preferredPort !== 0 && port !== preferredPort };
    } catch (error) {
      this.#server = undefined;
      throw error;
    }
  }

  /** Accepts nothing new, commits and answers what has arrived, and closes every connection. */
  stop(): Promise<void> {
    const server = this.#server;
    if (!server) return Promise.resolve();
    return (this.#stopped ??= this.#shutDown(server));
  }

  async #shutDown(server: Server): Promise<void> {
    this.#port = undefined;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeIdleConnections();
    const grace = setTimeout(() => void this.#cut(server), this.#timeouts.stop);
    await closed;
    clearTimeout(grace);
    this.#server = undefined;
    this.#stopped = undefined;
    this.#givenUp = undefined;
  }

  /** Gives up on requests that are still arriving and on targets, but not on what is being committed. */
  async #cut(server: Server): Promise<void> {
    for (const giveUp of this.#awaited)
      giveUp(new Error('The receiver was stopped before the target answered.'));
    while (this.#unanswered > 0) await new Promise<void>((resolve) => (this.#onAllAnswered = resolve));
    server.closeAllConnections();
  }

  #createServer(): Server {
    const server = createServer({
      headersTimeout: this.#timeouts.headers,
      requestTimeout: this.#timeouts.request,
      keepAliveTimeout: this.#timeouts.idle,
      connectionsCheckingInterval: this.#timeouts.check,
    });
    server.on('request', (request, response) => this.#serve(request, response, false));
    server.on('checkContinue', (request, response) => this.#serve(request, response, true));
    server.on('checkExpectation', (request, response) => {
      const { expect = '' } = request.headers;
      this.#refuse(request, response, screen(request, this.#rules) ?? unknownExpectation(expect));
    });
    server.on('connect', (request, socket) => {
      const refused = wrongMethod('CONNECT', this.#rules.path);
      respondOnSocket(socket, refused);
      this.#report(request, refused);
    });
    server.on('clientError', (error, socket) => this.#onClientError(error, socket));
    return server;
  }

  #serve(request: IncomingMessage, response: ServerResponse, awaitsContinue: boolean): void {
    const refused = screen(request, this.#rules);
    if (refused) {
      this.#refuse(request, response, refused);
      return;
    }
    if (awaitsContinue) response.writeContinue();
    readBody(request, this.#rules.bodyLimit, (result) => this.#onRead(request, response, result));
  }

  #onRead(request: IncomingMessage, response: ServerResponse, result: ReadResult): void {
    if (result.outcome === 'complete') void this.#receive(request, response, result.body);
    else if (result.outcome === 'too-large') this.#refuse(request, response, tooLarge(this.#rules.bodyLimit));
    else if (!this.#timedOut.has(request.socket))
      this.#report(request, {
        status: undefined,
        reason: 'aborted',
        sentence: sentence`The sender closed the connection after ${result.bytes} bytes, before the whole event had arrived; send it again.`,
      });
  }

  async #receive(request: IncomingMessage, response: ServerResponse, body: Buffer): Promise<void> {
    const started = performance.now();
    this.#unanswered++;
    try {
      const commit = await this.#commit(request, response, body);
      if (!commit) return;
      const { receipt, committed } = commit;
      const { status, by } = await this.#answer(response, receipt, committed);
      const delivered = !response.destroyed;
      const milliseconds = performance.now() - started;
      this.emit('receipt', receipt, { status, by, milliseconds, delivered }, committed);
    } finally {
      if (--this.#unanswered === 0) this.#onAllAnswered?.();
    }
  }

  /** Judges and commits; undefined, with the request refused, when that fails. */
  async #commit(request: IncomingMessage, response: ServerResponse, body: Buffer) {
    try {
      const receipt = this.#receiptOf(request, body);
      return { receipt, committed: await this.#options.commit(receipt) };
    } catch (error) {
      this.#refuse(request, response, {
        status: 500,
        reason: 'not-stored',
        sentence: sentence`The event could not be stored, so it was not accepted: ${error instanceof Error ? error.message : String(error)}`,
      });
      return undefined;
    }
  }

  #receiptOf(request: IncomingMessage, body: Buffer): Receipt {
    const receivedAt = (this.#options.now ?? Date.now)();
    const nowSeconds = Math.floor(receivedAt / 1000);
    const headers = pairs(request.rawHeaders);
    const { verdict, event } = judge(
      body,
      request.headers['stripe-signature'],
      this.#options.secrets(),
      {
        toleranceSeconds: this.#options.toleranceSeconds ?? 300,
        nowSeconds,
        othersAge: this.#lastVerified.age(nowSeconds),
      },
      { headers, known: this.#options.known?.() ?? [], allowance: this.#allowance },
    );
    if (verdict.outcome === 'verified') this.#lastVerified.note(verdict.timestamp, nowSeconds);
    const origin = this.#options.originOf?.(verdict, request.headers, event, body) ?? { source: 'http' };
    return { ...origin, receivedAt, path: request.url ?? '', headers, body, verdict, event };
  }

  async #answer(
    response: ServerResponse,
    receipt: Receipt,
    committed: Committed,
  ): Promise<Pick<ReceiptAnswer, 'status' | 'by'>> {
    let answer = ownAnswer(receipt.verdict);
    try {
      const passed = await this.#targetAnswer(receipt, committed);
      if (passed) {
        send(response, passed, this.#stopped !== undefined);
        return { status: passed.status, by: 'target' };
      }
    } catch (error) {
      answer = noTargetAnswer(error);
    }
    send(response, answer, this.#stopped !== undefined);
    return { status: answer.status, by: 'receiver' };
  }

  /** Undefined when the receiver is to answer itself, as it always is to what was not verified. */
  async #targetAnswer(receipt: Receipt, committed: Committed): Promise<PassedAnswer | undefined> {
    const { answer } = this.#options;
    if (!answer || receipt.verdict.outcome !== 'verified') return undefined;
    if (this.#givenUp) throw this.#givenUp;
    let giveUp: ((error: Error) => void) | undefined;
    try {
      return await new Promise<PassedAnswer | undefined>((resolve, reject) => {
        giveUp = reject;
        this.#awaited.add(reject);
        answer(receipt, committed).then(resolve, reject);
      });
    } finally {
      if (giveUp) this.#awaited.delete(giveUp);
    }
  }

  #refuse(request: IncomingMessage, response: ServerResponse, refused: Refused): void {
    respondRefused(request, response, refused, this.#stopped !== undefined);
    this.#report(request, refused);
  }

  #onClientError(error: NodeJS.ErrnoException, socket: Duplex): void {
    // A sender that leaves in the middle of a request is reported where its body is read.
    if (error.code === 'ECONNRESET' || error.code === 'HPE_INVALID_EOF_STATE' || !socket.writable) {
      socket.destroy();
      return;
    }
    const refused = refusedByParser(error);
    this.#timedOut.add(socket);
    respondOnSocket(socket, refused);
    this.#report(undefined, refused);
  }

  #report(request: IncomingMessage | undefined, { status, reason, sentence }: Refused): void {
    this.emit('refused', {
      at: (this.#options.now ?? Date.now)(),
      reason,
      status,
      method: request?.method ?? '',
      path: request?.url ?? '',
      sentence,
    });
  }
}

function pairs(rawHeaders: readonly string[]): (readonly [string, string])[] {
  const result: (readonly [string, string])[] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2)
    result.push([rawHeaders[index] as string, rawHeaders[index + 1] as string]);
  return result;
}
