import { STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Refused } from './screening.ts';
import { sentence } from '../../sentence.ts';

/** How much of a refused body is read and thrown away, and for how long, so that the sender gets to see the answer. */
const LINGER_BYTES = 16 * 1024 * 1024;
const LINGER_MILLISECONDS = 2_000;

/** Answers a refused request; what is left of its body is not waited for without limit. */
export function respondRefused(
  request: IncomingMessage,
  response: ServerResponse,
  refused: Refused,
  closing: boolean,
): void {
  const text = `${refused.sentence}\n`;
  const unread = !request.complete;
  response.writeHead(refused.status ?? 500, {
    ...refused.headers,
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Length': Buffer.byteLength(text),
    ...(unread || closing ? { Connection: 'close' } : {}),
  });
  // Someone who asked first (Expect: 100-continue) has not sent the body, and will not.
  if (!unread || request.headers.expect !== undefined) {
    response.end(text);
    return;
  }
  response.write(text);
  linger(request, () => response.end());
}

/**
 * Reads on until the body ends or is too long. Closing a socket with unread bytes resets the connection, and the
 * sender would see that in place of the answer.
 */
function linger(request: IncomingMessage, done: () => void): void {
  let bytes = 0;
  const finish = () => {
    clearTimeout(timer);
    request.off('data', onData).off('end', finish).off('close', finish);
    done();
  };
  const onData = (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > LINGER_BYTES) finish();
  };
  const timer = setTimeout(finish, LINGER_MILLISECONDS);
  request.on('data', onData).on('end', finish).on('close', finish).on('error', finish);
  request.resume();
}

/** What to answer to bytes that are not a request, or came too slowly. */
export function refusedByParser(error: NodeJS.ErrnoException): Refused {
  if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT')
    return {
      status: 408,
      reason: 'timeout',
      sentence: sentence`The request did not arrive in time; send it again in one go.`,
    };
  return {
    status: error.code === 'HPE_HEADER_OVERFLOW' ? 431 : 400,
    reason: 'malformed',
    sentence:
      error.code === 'HPE_HEADER_OVERFLOW'
        ? sentence`The request’s headers are too large; send fewer or shorter ones.`
        : sentence`This is not a readable HTTP/1.1 request; use http:// (not https://) for this address.`,
  };
}

/** Answers on a bare socket, for requests that never got a response object, and closes it. */
export function respondOnSocket(socket: Duplex, refused: Refused): void {
  const status = refused.status ?? 400;
  const text = `${refused.sentence}\n`;
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nContent-Type: text/plain; charset=utf-8\r\n` +
      `Content-Length: ${Buffer.byteLength(text)}\r\nConnection: close\r\n\r\n${text}`,
  );
}
