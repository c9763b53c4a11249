/** Child processes that answer calls, so that every part of a benchmark has a process of its own. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

type Calls = Readonly<Record<string, (argument: never) => unknown>>;

interface Call {
  readonly name: string;
  readonly argument: unknown;
}

type Outcome = { readonly value: unknown } | { readonly error: string };

/** In the child: answers calls by name, one at a time. */
export function serve(calls: Calls): void {
  process.on('message', ({ name, argument }: Call) => {
    void Promise.resolve()
      .then(() => calls[name]?.(argument as never))
      .then(
        (value) => process.send?.({ value } satisfies Outcome),
        (error: unknown) =>
          process.send?.({
            error: error instanceof Error ? (error.stack ?? error.message) : String(error),
          } satisfies Outcome),
      );
  });
}

/** In the parent: a child process and its calls. */
export class Child {
  readonly #process: ChildProcess;

  /** Starts `script`, a URL of a module that calls `serve`. */
  constructor(script: URL, options: { readonly nodeOptions?: readonly string[] } = {}) {
    this.#process = fork(script, {
      execArgv: ['--disable-warning=ExperimentalWarning', ...(options.nodeOptions ?? [])],
      serialization: 'advanced',
    });
  }

  /** Calls a function in the child; one call at a time. Throws what it threw, or that the child has ended. */
  async call<T>(name: string, argument?: unknown): Promise<T> {
    const ended = new AbortController();
    const outcome = Promise.race([
      once(this.#process, 'message', { signal: ended.signal }).then(([message]) => message as Outcome),
      once(this.#process, 'exit', { signal: ended.signal }).then(() => ({
        error: `${name}: the child ended`,
      })),
    ]);
    this.#process.send({ name, argument } satisfies Call);
    const result: Outcome = await outcome.finally(() => ended.abort());
    if ('error' in result) throw new Error(result.error);
    return result.value as T;
  }

  /** Ends the process. */
  async stop(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const exited = once(this.#process, 'exit');
    this.#process.kill();
    await exited;
  }
}
