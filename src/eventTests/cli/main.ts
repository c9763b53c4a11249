/** The program `stripe-webhooks-test`: runs event fixtures without an editor, for CI. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { HumanError } from '../../humanError.ts';
import { PayloadBuilder } from '../../payloads/payloadBuilder.ts';
import { loadEventCatalogue, loadSchemaCatalogue } from '../../stripe/loadCatalogue.ts';
import { runCommand } from './command.ts';

/** Beside the bundle. */
const catalogue = join(fileURLToPath(new URL('.', import.meta.url)), 'catalogue');

async function loadBuilder(): Promise<PayloadBuilder> {
  return new PayloadBuilder(await loadEventCatalogue(catalogue), await loadSchemaCatalogue(catalogue));
}

const abort = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => abort.abort(signal));

let builder: Promise<PayloadBuilder> | undefined;

try {
  process.exitCode = await runCommand(process.argv.slice(2), {
    env: process.env,
    stdout: process.stdout,
    builder: () => (builder ??= loadBuilder()),
    signal: abort.signal,
  });
} catch (error) {
  if (!abort.signal.aborted) process.stderr.write(`${sentenceOf(error)}\n`);
  process.exitCode = abort.signal.aborted ? 130 : 2;
}

/** What is no sentence for a person is a bug, of which everything is to be seen. */
function sentenceOf(error: unknown): string {
  if (error instanceof HumanError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
