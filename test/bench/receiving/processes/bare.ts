/** What a developer would write by hand: read the body, call the SDK's `constructEvent`, answer. Nothing is kept. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Stripe from 'stripe';
import { serve } from '../../child.ts';
import { memory } from '../memory.ts';
import { secret } from '../events.ts';

const { webhooks } = new Stripe('sk_test_bench');

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    try {
      webhooks.constructEvent(Buffer.concat(chunks), request.headers['stripe-signature'] ?? '', secret);
      response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': 17 });
      response.end('{"received":true}');
    } catch {
      response.writeHead(400, { 'Content-Length': 0 });
      response.end();
    }
  });
});

serve({
  memory,
  start: () =>
    new Promise((resolve) => {
      server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
    }),
});
