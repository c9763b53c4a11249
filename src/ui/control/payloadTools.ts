import type { PayloadBuilder } from '../../payloads/payloadBuilder.ts';
import type { EventCatalogue, SchemaCatalogue } from '../../stripe/catalogue.ts';
import type { Lazily } from './lazily.ts';

/** What builds and explains payloads. The schemas are large: made when something is triggered or explained. */
export interface PayloadTools {
  readonly builder: PayloadBuilder;
  readonly events: EventCatalogue;
  readonly schemas: SchemaCatalogue;
}

/** Loads the schemas from the catalogue's folder. */
export async function loadPayloadTools(
  directory: string,
  catalogue: Lazily<EventCatalogue>,
): Promise<PayloadTools> {
  const [{ PayloadBuilder }, { loadSchemaCatalogue }, events] = await Promise.all([
    import('../../payloads/payloadBuilder.ts'),
    import('../../stripe/loadCatalogue.ts'),
    catalogue.get(),
  ]);
  const schemas = await loadSchemaCatalogue(directory);
  return { builder: new PayloadBuilder(events, schemas), events, schemas };
}
