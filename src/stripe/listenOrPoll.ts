import { EventSource, type SourceKind, type SourceParts, type SourceState } from './eventSource.ts';
import { ListenSource } from './listenSession.ts';
import { PollingSource } from './polling.ts';
import { sentence } from '../sentence.ts';

/** Listens; and polls when Stripe gives no listen session, such as to a restricted key that may not have one. */
export class ListenOrPoll extends EventSource {
  readonly #parts: SourceParts;
  #current: EventSource;
  #refusal: string | undefined;
  /** What the socket had brought before it was refused is still being taken. */
  #left: Promise<void> = Promise.resolve();

  constructor(parts: SourceParts) {
    super();
    this.#parts = parts;
    this.#current = this.#follow(new ListenSource(parts));
  }

  override get kind(): SourceKind {
    return this.#current.kind;
  }

  /** Why it polls instead of listening; undefined while it listens. */
  get refusal(): string | undefined {
    return this.#refusal;
  }

  override start(): void {
    this.#current.start();
  }

  override async stop(): Promise<void> {
    await Promise.all([this.#left, this.#current.stop()]);
  }

  #follow<S extends EventSource>(source: S): S {
    source.on('note', (sentence) => this.emit('note', sentence));
    source.on('secretChanged', () => this.emit('secretChanged'));
    source.on('state', (state) => this.#changed(source, state));
    return source;
  }

  #changed(source: EventSource, state: SourceState): void {
    if (state.phase !== 'stopped' || state.reason !== 'refused') return this.become(state);
    this.#refusal = state.sentence ?? '';
    this.#current = this.#follow(new PollingSource(this.#parts));
    this.emit('note', sentence`Stripe gives no listen session, so events are polled. ${this.#refusal}`);
    this.become({ phase: 'connecting' });
    this.#left = source.stop();
    this.#current.start();
  }
}
