import type { Attempt } from '../../delivery/attempt.ts';
import type { KeyValueStore } from '../../stripe/storage.ts';

const key = 'lastAttempts';
// Thousands of deliveries a second must not become as many writes.
const keepMilliseconds = 1_000;

/** An attempt without the answer's headers and body. */
interface Kept extends Pick<Attempt, 'startedAt' | 'url' | 'milliseconds'> {
  readonly status?: number | undefined;
  readonly error?: string | undefined;
}

/** What came of the newest attempt at each target, also after the window was reloaded. */
export class LastAttempts {
  readonly #state: KeyValueStore;
  readonly #kept: Map<string, Kept>;
  #timer: NodeJS.Timeout | undefined;

  constructor(state: KeyValueStore) {
    this.#state = state;
    this.#kept = new Map(Object.entries(state.get<Readonly<Record<string, Kept>>>(key) ?? {}));
  }

  note(targetId: string, { startedAt, url, milliseconds, response, error }: Attempt): void {
    this.#kept.set(targetId, { startedAt, url, milliseconds, status: response?.status, error });
    this.#soon();
  }

  /** The newest attempt, whose answer has neither headers nor body any more. */
  of(targetId: string): Attempt | undefined {
    const kept = this.#kept.get(targetId);
    if (!kept) return undefined;
    const { status, error, ...rest } = kept;
    const response = status === undefined ? undefined : { status, headers: [], body: new Uint8Array() };
    return { ...rest, error, response };
  }

  /** Forgets the targets that are gone. */
  retain(targetIds: readonly string[]): void {
    const gone = [...this.#kept.keys()].filter((id) => !targetIds.includes(id));
    for (const id of gone) this.#kept.delete(id);
    if (gone.length > 0) this.#soon();
  }

  /** Writes down what is not written yet. */
  async flush(): Promise<void> {
    if (!this.#timer) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await this.#state.update(key, Object.fromEntries(this.#kept));
  }

  #soon(): void {
    this.#timer ??= setTimeout(() => void this.flush(), keepMilliseconds);
  }
}
