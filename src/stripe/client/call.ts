import { explain, isStripeError } from '../stripeError.ts';

/**
 * Runs one piece of work against the API. What Stripe refuses is thrown as a `HumanError`; an abort and a bug stay
 * what they are. `doing` completes "Could not …".
 */
export async function call<T>(doing: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  signal?.throwIfAborted();
  try {
    return await abortable(work(), signal);
  } catch (error) {
    throw isStripeError(error) ? explain(error, doing) : error;
  }
}

/** Settles as the promise does, or rejects with the signal's reason; the SDK cannot cancel, so its answer is dropped. */
export function abortable<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise;
  return new Promise<T>((resolve, reject) => {
    const onAbort = () => reject(signal.reason as Error);
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
