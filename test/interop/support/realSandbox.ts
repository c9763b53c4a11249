import { PayloadBuilder } from '../../../src/payloads/payloadBuilder.ts';
import type { SandboxOptions } from '../../../src/sandbox/options.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { loadOperationCatalogue } from '../../../src/stripe/loadCatalogue.ts';
import { startSandbox } from '../../unit/sandbox/support/sandbox.ts';
import { testCatalogue } from '../../unit/support/catalogue.ts';

/** A sandbox as it is shipped: the SDK's whole catalogue and real payloads. Stopped after the test. */
export async function startRealSandbox(options: Partial<SandboxOptions> = {}): Promise<Sandbox> {
  const { directory, events, schemas } = await testCatalogue();
  const operations = await loadOperationCatalogue(directory);
  const builder = new PayloadBuilder(events, schemas);
  return startSandbox({
    catalogue: events,
    resources: { schemas, operations },
    buildEvent: (type, buildOptions) => builder.build(type, buildOptions),
    ...options,
  });
}
