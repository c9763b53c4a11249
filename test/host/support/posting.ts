import { signatureHeader } from '../../../src/delivery/signature.ts';
import type { Parts } from '../../../src/ui/commands/parts.ts';

const secret = 'whsec_of_the_apps_test';
const endpoint = ['sandbox', 'we_apps'] as const;

/** Starts the receiver with the secret that `post` signs with. */
export async function startReceiving(extension: Parts): Promise<void> {
  await extension.receiver.start();
  await extension.secrets.set(...endpoint, secret);
}

export async function stopReceiving(extension: Parts): Promise<void> {
  await extension.receiver.stop();
  await extension.secrets.delete(...endpoint);
}

/** Posts an event about an object to the receiver, as Stripe does; gives its signature. */
export async function post(
  { receiver }: Parts,
  type: string,
  object: Readonly<Record<string, unknown>>,
  id = `evt_${Math.random().toString(36).slice(2)}`,
): Promise<{ readonly body: string; readonly signature: string; readonly status: number }> {
  const body = JSON.stringify(
    { id, object: 'event', type, created: 1_800_000_000, data: { object } },
    null,
    2,
  );
  const signature = signatureHeader(Buffer.from(body), [secret], Math.floor(Date.now() / 1000));
  const headers = { 'Content-Type': 'application/json', 'Stripe-Signature': signature };
  const { status } = await fetch(receiver.url ?? '', { method: 'POST', body, headers });
  return { body, signature, status };
}
