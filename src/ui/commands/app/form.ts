import type { AppConfigParts } from '../../pickers/appConfig.ts';
import type { Parts } from '../parts.ts';

export type AppFormNeeds = Pick<Parts, 'apps' | 'catalogue' | 'handlers'>;

/** What an app's fields are asked with. */
export function appFormParts({ catalogue, handlers }: AppFormNeeds): AppConfigParts {
  return {
    catalogue: () => catalogue.get(),
    handled: async () => (await handlers.all().catch(() => [])).map(({ eventType }) => eventType),
  };
}
