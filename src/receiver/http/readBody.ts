import type { IncomingMessage } from 'node:http';

/** How reading ended: with the exact bytes, with more than the limit, or because the sender went away. */
export type ReadResult =
  | { readonly outcome: 'complete'; readonly body: Buffer }
  | { readonly outcome: 'too-large' }
  | { readonly outcome: 'aborted'; readonly bytes: number };

/** Reads a request's body, at most `limit` bytes of it, and calls back once. Over the limit it stops keeping bytes. */
export function readBody(request: IncomingMessage, limit: number, done: (result: ReadResult) => void): void {
  let chunks: Buffer[] = [];
  let bytes = 0;
  const settle = (result: ReadResult) => {
    request.off('data', onData).off('end', onEnd).off('close', onClose);
    chunks = [];
    done(result);
  };
  const onData = (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > limit) settle({ outcome: 'too-large' });
    else chunks.push(chunk);
  };
  const onEnd = () => {
    const [only] = chunks;
    const body = only && chunks.length === 1 ? only : Buffer.concat(chunks, bytes);
    settle({ outcome: 'complete', body });
  };
  const onClose = () => settle({ outcome: 'aborted', bytes });
  // An aborted request also emits an error; the close that follows it says all there is to say.
  request.on('data', onData).on('end', onEnd).on('close', onClose).on('error', ignore);
}

function ignore(): void {}
