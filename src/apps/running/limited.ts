import type { Clock } from '../../delivery/clock.ts';
import { sentence } from '../../sentence.ts';

/** The app was stopped while it ran, which is no failure of its own. */
export class Stopped extends Error {}

/**
 * Runs something for a limited time. When time is up or `stop` is aborted its signal is aborted and this rejects at
 * once, whether it cares or not.
 */
export async function limited(
  run: (signal: AbortSignal) => unknown,
  {
    clock,
    timeoutMs,
    stop,
  }: { readonly clock: Clock; readonly timeoutMs: number; readonly stop: AbortSignal },
): Promise<void> {
  const abort = new AbortController();
  let cancelTimer = () => {};
  let onStop = () => {};
  const ended = new Promise<never>((_, reject) => {
    const end = (error: Error) => {
      abort.abort(error);
      reject(error);
    };
    cancelTimer = clock.schedule(clock.now() + timeoutMs, () =>
      end(new Error(sentence`It did not end within ${timeoutMs / 1000} s and was given up.`)),
    );
    onStop = () => end(new Stopped('The app was stopped.'));
    if (stop.aborted) onStop();
    else stop.addEventListener('abort', onStop, { once: true });
  });
  try {
    await Promise.race([ended, Promise.resolve(abort.signal).then(run)]);
  } finally {
    cancelTimer();
    stop.removeEventListener('abort', onStop);
  }
}
