import Stripe from 'stripe';
import type { EventCatalogueLike, SandboxOptions } from '../../../../src/sandbox/options.ts';
import { Sandbox } from '../../../../src/sandbox/sandbox.ts';

/** Small enough to read; the interop tests use the real one. */
export const catalogue: EventCatalogueLike = {
  apiVersion: '2026-10-28.endive',
  apiVersions: ['2020-08-27', '2024-06-20', '2026-10-28.endive'],
  eventTypes: [
    { type: 'charge.failed', kind: 'snapshot' },
    { type: 'charge.succeeded', kind: 'snapshot' },
    { type: 'invoice.paid', kind: 'snapshot' },
    { type: 'payment_intent.succeeded', kind: 'snapshot' },
    { type: 'v1.billing.meter.no_meter_found', kind: 'thin' },
    { type: 'v1.invoice.paid', kind: 'thin' },
  ],
};

const opened: Sandbox[] = [];

/** A running sandbox, stopped after the test. A fault in it fails the test. */
export async function startSandbox(options: Partial<SandboxOptions> = {}): Promise<Sandbox> {
  const sandbox = await Sandbox.open({ catalogue, ...options });
  opened.push(sandbox);
  sandbox.on('fault', (error) => {
    throw error;
  });
  await sandbox.start();
  return sandbox;
}

afterEach(async () => {
  await Promise.all(opened.splice(0).map((sandbox) => sandbox.stop()));
});

/** The real SDK, talking to the sandbox. */
export function sdkFor(sandbox: Sandbox, apiKey = sandbox.testKey): Stripe {
  const { hostname, port } = new URL(sandbox.baseUrl);
  return new Stripe(apiKey, { host: hostname, port: Number(port), protocol: 'http', maxNetworkRetries: 0 });
}

/** A request as any HTTP client makes it; the answer's JSON is read. */
export async function api(
  sandbox: Sandbox,
  method: string,
  path: string,
  options: { form?: string; body?: unknown; key?: string | null; headers?: Record<string, string> } = {},
): Promise<{ status: number; headers: Headers; json: Record<string, unknown> }> {
  const key = options.key === undefined ? sandbox.testKey : options.key;
  const response = await fetch(`${sandbox.baseUrl}${path}`, {
    method,
    headers: {
      ...(key !== null && { Authorization: `Bearer ${key}` }),
      ...(options.form !== undefined && { 'Content-Type': 'application/x-www-form-urlencoded' }),
      ...(options.body !== undefined && { 'Content-Type': 'application/json' }),
      ...options.headers,
    },
    ...(options.form !== undefined && { body: options.form }),
    ...(options.body !== undefined && { body: JSON.stringify(options.body) }),
  });
  return {
    status: response.status,
    headers: response.headers,
    json: (await response.json()) as Record<string, unknown>,
  };
}
