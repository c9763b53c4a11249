import type { EventCatalogueLike } from '../options.ts';
import type { Shapes } from './shapes.ts';

export type Happening = 'created' | 'updated' | 'deleted';

const source: readonly (readonly [prefix: string, owner: string])[] = [['customer.source.', 'customer']];

/** Types with several names for the same happening: which one is meant, by what the object belongs to. */
const owners: Readonly<Record<string, readonly (readonly [prefix: string, owner: string])[]>> = {
  // Neither is a customer's source by itself.
  account: source,
  source,
  card: [
    ['customer.source.', 'customer'],
    ['account.external_account.', 'account'],
  ],
  bank_account: [
    ['customer.source.', 'customer'],
    ['account.external_account.', 'account'],
  ],
};

/** Which event types tell of objects that are created, changed or deleted, by the catalogue. */
export class Announcements {
  private readonly shapes: Shapes;
  private readonly types: EventCatalogueLike['eventTypes'];
  private readonly known: ReadonlySet<string>;

  constructor(shapes: Shapes, { eventTypes }: EventCatalogueLike) {
    this.shapes = shapes;
    this.types = eventTypes.filter(({ kind }) => kind === 'snapshot');
    this.known = new Set(this.types.map(({ type }) => type));
  }

  /** Whether Stripe has such a snapshot event. */
  has(type: string): boolean {
    return this.known.has(type);
  }

  /** e.g. `refund.updated` and `charge.refund.updated` of a refund that is `updated`. */
  of(object: Readonly<Record<string, unknown>>, happening: Happening): readonly string[] {
    const type = String(object['object']);
    return this.carrying(type).filter((name) => {
      if (!name.endsWith(`.${happening}`)) return false;
      const owner = owners[type]?.find(([prefix]) => name.startsWith(prefix));
      return !owner || (typeof object[owner[1]] === 'string' && object[owner[1]] !== '');
    });
  }

  /** All event types that carry objects of a type. */
  carrying(type: string): readonly string[] {
    const schema = this.shapes.schemaOf(type);
    return this.types.filter(({ schemas }) => schemas?.includes(schema)).map((event) => event.type);
  }
}
