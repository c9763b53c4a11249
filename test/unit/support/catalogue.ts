/** The real event catalogue for unit tests, generated on first use when there was no build yet. */
import { catalogueFolder, generateCatalogue } from '../../../scripts/catalogue.ts';
import type { EventCatalogue, SchemaCatalogue } from '../../../src/stripe/catalogue.ts';
import { loadEventCatalogue, loadSchemaCatalogue } from '../../../src/stripe/loadCatalogue.ts';

export interface TestCatalogue {
  /** The folder that holds `events.json` and `schemas.json`. */
  readonly directory: string;
  readonly events: EventCatalogue;
  readonly schemas: SchemaCatalogue;
}

/** Generates the catalogue when it is not fresh (about two seconds), then loads it. */
export async function testCatalogue(): Promise<TestCatalogue> {
  await generateCatalogue();
  return {
    directory: catalogueFolder,
    events: await loadEventCatalogue(catalogueFolder),
    schemas: await loadSchemaCatalogue(catalogueFolder),
  };
}
