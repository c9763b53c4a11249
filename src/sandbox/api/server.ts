import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { SandboxError } from '../sandboxError.ts';
import { apiErrors, type ApiError } from './apiError.ts';
import { isLocalHost } from './localHost.ts';
import type { ApiService } from './service.ts';
import { sentence } from '../../sentence.ts';

const loopback = '127.0.0.1';
const maximumBodyBytes = 1024 * 1024;

type UpgradeHandler = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/** The sandbox's HTTP server: loopback only, whole requests within limits, JSON answers. */
export class ApiServer {
  private readonly server: Server;
  private readonly service: ApiService;
  /** Node no longer counts a connection as the server's own once it is upgraded, but waits for it to close. */
  private readonly upgraded = new Set<Duplex>();

  constructor(service: ApiService, onUpgrade: UpgradeHandler) {
    this.service = service;
    this.server = createServer({ headersTimeout: 10_000, requestTimeout: 30_000 }, (request, response) => {
      this.handle(request, response);
    });
    this.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      this.upgraded.add(socket);
      socket.once('close', () => this.upgraded.delete(socket));
      if (isLocalHost(request.headers.host)) onUpgrade(request, socket, head);
      else socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
    });
  }

  /** Listens on a port, or a free one for 0; gives the port. Rejects with SandboxError when it cannot be had. */
  listen(port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      const refused = (error: Error & { code?: string }): void => reject(listenError(error, port));
      this.server.once('error', refused);
      this.server.listen(port, loopback, () => {
        this.server.off('error', refused);
        resolve((this.server.address() as AddressInfo).port);
      });
    });
  }

  /** Resolves when no connection is left. Requests that have been read to the end have been answered by then. */
  close(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
      for (const socket of this.upgraded) socket.destroy();
    });
  }

  private handle(request: IncomingMessage, response: ServerResponse): void {
    // Checked first of all: a page in a browser that rebound its name to this machine gets nothing.
    if (!isLocalHost(request.headers.host))
      return refuse(request, response, apiErrors.host(request.headers.host ?? ''));
    const chunks: Buffer[] = [];
    let length = 0;
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length <= maximumBodyBytes) chunks.push(chunk);
      else refuse(request, response, apiErrors.tooLarge(maximumBodyBytes));
    });
    request.on('end', () => {
      if (response.headersSent) return;
      const answer = this.service.answer({
        method: request.method ?? '',
        target: request.url ?? '',
        headers: singleHeaders(request),
        body: Buffer.concat(chunks),
      });
      response.writeHead(answer.status, answer.headers).end(answer.body);
    });
    // A client that goes away in the middle has nobody to be told.
    request.on('error', () => response.destroy());
  }
}

function refuse(request: IncomingMessage, response: ServerResponse, error: ApiError): void {
  if (response.headersSent) return;
  response
    .writeHead(error.status, { 'Content-Type': 'application/json', Connection: 'close' })
    .end(JSON.stringify(error.body(), null, 2));
  request.resume();
}

function singleHeaders(request: IncomingMessage): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : value,
    ]),
  );
}

function listenError(error: Error & { code?: string }, port: number): SandboxError {
  const cause = { cause: error };
  if (error.code === 'EADDRINUSE')
    return new SandboxError(
      'port-in-use',
      sentence`Port ${port} of 127.0.0.1 is in use: choose another, or stop what listens there.`,
      cause,
    );
  return new SandboxError(
    'port-refused',
    sentence`The sandbox cannot listen on port ${port} of 127.0.0.1 (${error.code ?? error.message}): choose another.`,
    cause,
  );
}
