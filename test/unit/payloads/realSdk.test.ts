import assert from 'node:assert/strict';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Stripe from 'stripe';
import ts from 'typescript';
import type { StripeEventPayload } from '../../../src/payloads/eventPayload.ts';
import { PayloadBuilder } from '../../../src/payloads/payloadBuilder.ts';
import { testCatalogue } from '../support/catalogue.ts';

/** Payloads judged by the SDK itself, so that an error in the catalogue cannot excuse one in the builder. */
describe('the real SDK', () => {
  let payloads: readonly StripeEventPayload[];
  before(async function () {
    this.timeout(60_000);
    const { events, schemas } = await testCatalogue();
    const builder = new PayloadBuilder(events, schemas);
    payloads = events.eventTypes.map(({ type }) => builder.build(type, { seed: 'sdk', withData: true }));
  });

  it('reads every payload as a signed event', () => {
    const secret = 'whsec_payloads';
    const stripe = new Stripe('sk_test_payloads');
    for (const event of payloads) {
      const payload = JSON.stringify(event);
      const header = stripe.webhooks.generateTestHeaderString({ payload, secret });
      const read =
        event.object === 'event'
          ? stripe.webhooks.constructEvent(payload, header, secret)
          : stripe.parseEventNotification(payload, header, secret);
      assert.deepEqual([read.id, read.type], [event.id, event.type]);
    }
  });

  it('declares types that every payload has, and no wrong one', function () {
    this.timeout(120_000);
    const paid = payloads.find(({ type }) => type === 'invoice.paid');
    const updated = payloads.find(({ type }) => type === 'v2.core.account.updated');
    assert.ok(paid?.object === 'event' && updated);
    const wrong = [
      { ...paid, data: { object: { ...paid.data.object, total: 'much' } } },
      { ...updated, related_object: 'the account' },
    ] as readonly StripeEventPayload[];
    const [first = '', second = '', ...others] = compile([...payloads, ...wrong]);
    assert.deepEqual(others, []);
    assert.match(first, /'string' is not assignable to type 'number'/);
    assert.match(second, /'string' is not assignable to type 'RelatedObject'/);
  });
});

/** An event of the declared type `T` of a union `E`; `undeclared`, which fits no event, when there is none. */
const helper = `import type Stripe from 'stripe';
type Of<E, T> = [Extract<E, { type: T }>] extends [never] ? 'undeclared' : Omit<Extract<E, { type: T }>, 'fetchRelatedObject'>;`;

function declaration(event: StripeEventPayload, index: number): string {
  const union = event.object === 'event' ? 'Stripe.Event' : 'Stripe.V2.Core.Event';
  // The SDK turns decimals and 64-bit integers, which JSON carries as strings, into objects after parsing.
  const json = JSON.stringify(event).replace(
    /"(\w*decimal|metric_tons\w*|\w+_count)":"[^"]*"/g,
    '"$1":undefined as any',
  );
  return `export const e${index}: Of<${union}, ${JSON.stringify(event.type)}> = ${json};`;
}

/** The compiler's complaints about the payloads, in their order. */
function compile(events: readonly StripeEventPayload[]): readonly string[] {
  const name = join(fileURLToPath(new URL('.', import.meta.url)), 'payloads.generated.ts');
  const text = [helper, ...events.map(declaration)].join('\n');
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    target: ts.ScriptTarget.ES2023,
    types: ['node'],
  };
  const disk = ts.createCompilerHost(options);
  const host: ts.CompilerHost = {
    ...disk,
    fileExists: (file) => file === name || disk.fileExists(file),
    getSourceFile: (file, ...rest) =>
      file === name
        ? ts.createSourceFile(file, text, ts.ScriptTarget.ES2023)
        : disk.getSourceFile(file, ...rest),
  };
  const program = ts.createProgram([name], options, host);
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}
