import type { TargetFormParts } from '../../pickers/targetFields.ts';
import type { Parts } from '../parts.ts';

export type TargetFormNeeds = Pick<Parts, 'catalogue' | 'handlers' | 'receiver'>;

/** What a target's fields are asked with. */
export async function targetFormParts({
  catalogue,
  handlers,
  receiver,
}: TargetFormNeeds): Promise<TargetFormParts> {
  return {
    catalogue: await catalogue.get(),
    handlers: () => handlers.all(),
    isReceiver: (url) => receiver.isReachedAt(url),
  };
}
