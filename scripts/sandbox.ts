/**
 * `npm run sandbox -- --port 12111 [--data DIR]`: the offline Stripe, alone, for the CLI or any language's SDK.
 * An event type typed on standard input (or piped into it) is triggered.
 */
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { PayloadBuilder } from '../src/payloads/payloadBuilder.ts';
import type { SandboxDelivery } from '../src/sandbox/options.ts';
import { Sandbox } from '../src/sandbox/sandbox.ts';
import {
  loadEventCatalogue,
  loadOperationCatalogue,
  loadSchemaCatalogue,
} from '../src/stripe/loadCatalogue.ts';
import { catalogueFolder, generateCatalogue } from './catalogue.ts';

const usage = 'usage: npm run sandbox -- [--port N] [--data DIR]';

interface Arguments {
  readonly port: number;
  readonly dataFile: string | undefined;
}

function readArguments(args: readonly string[]): Arguments {
  const options = { port: { type: 'string' }, data: { type: 'string' } } as const;
  const { port = '0', data } = parse(() => parseArgs({ args: [...args], options }).values);
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65535)
    throw new Error(`"${port}" is not a port: give a number from 0 (any free one) to 65535.`);
  return {
    port: Number(port),
    dataFile: data === undefined ? undefined : join(resolve(data), 'sandbox.sqlite'),
  };
}

function parse<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new Error(`${firstSentence(error)}; ${usage}.`, { cause: error });
  }
}

function firstSentence(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return (message.split(/\. |\n/)[0] ?? message).replace(/\.$/, '');
}

async function openSandbox(dataFile: string | undefined): Promise<Sandbox> {
  await generateCatalogue();
  const catalogue = await loadEventCatalogue(catalogueFolder);
  const schemas = await loadSchemaCatalogue(catalogueFolder);
  const operations = await loadOperationCatalogue(catalogueFolder);
  const builder = new PayloadBuilder(catalogue, schemas);
  return Sandbox.open({
    catalogue,
    resources: { schemas, operations },
    ...(dataFile !== undefined && { dataFile }),
    buildEvent: (type, options) => builder.build(type, options),
  });
}

function introduce({ baseUrl, testKey }: Sandbox, dataFile: string | undefined): void {
  const { port } = new URL(baseUrl);
  console.log(`The sandbox listens on ${baseUrl} (${dataFile ?? 'in memory; --data DIR keeps it'}).
Its test key:  ${testKey}

  stripe listen --all-snapshot --forward-to 127.0.0.1:4242/webhook --api-base ${baseUrl} --api-key ${testKey}
  stripe trigger invoice.paid --api-base ${baseUrl} --api-key ${testKey}
  stripe webhook_endpoints list --api-base ${baseUrl} --api-key ${testKey}
  curl ${baseUrl}/v1/events -u ${testKey}:
  new Stripe('${testKey}', { protocol: 'http', host: '127.0.0.1', port: ${port} })

Type an event type and press Enter to send it, for example invoice.paid; Ctrl+C stops the sandbox.`);
}

function tell({ eventType, eventId, endpointId, attempt, nextAttemptAt }: SandboxDelivery): void {
  const outcome = attempt.response ? `${attempt.response.status}` : attempt.error;
  const retry =
    nextAttemptAt === undefined ? '' : `, again at ${new Date(nextAttemptAt).toLocaleTimeString()}`;
  console.log(`${eventType} ${eventId} → ${endpointId} ${attempt.url}: ${outcome}${retry}`);
}

async function trigger(sandbox: Sandbox, type: string): Promise<void> {
  try {
    const { event, deliveries } = await sandbox.trigger({ type });
    console.log(
      `${type} ${String(event['id'])}: sent to ${deliveries.length} endpoint(s) and all listeners.`,
    );
  } catch (error) {
    console.log(error instanceof Error ? error.message : String(error));
  }
}

async function main(): Promise<void> {
  const { port, dataFile } = readArguments(process.argv.slice(2));
  const sandbox = await openSandbox(dataFile);
  sandbox.on('delivered', tell);
  sandbox.on('fault', (error) => console.error(error));
  const interrupted = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  await sandbox.start(port);
  introduce(sandbox, dataFile);
  const lines = createInterface({ input: process.stdin });
  lines.on('line', (line) => void (line.trim() && trigger(sandbox, line.trim())));
  await interrupted;
  lines.close();
  process.stdin.destroy();
  await sandbox.stop();
  console.log('The sandbox has stopped.');
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
