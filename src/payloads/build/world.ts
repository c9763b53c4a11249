import { idForms, namedIds } from '../rules/idForms.ts';
import { amounts, people, type Person } from '../rules/cast.ts';
import { Seed } from './seed.ts';

/** What is known of a world beforehand; the rest follows from the seed. */
export interface Facts {
  /** In minor units of `currency`. */
  readonly amount?: number;
  /** Lower case, e.g. `eur`. */
  readonly currency?: string;
  /** Ids by the `object` value of what they name, e.g. `{ customer: 'cus_123' }`. */
  readonly ids?: Readonly<Record<string, string>>;
  /** When objects came to be, by their `object` value, in seconds. */
  readonly born?: Readonly<Record<string, number>>;
  /** When all the others did, in seconds; with the event when absent. */
  readonly since?: number;
}

/**
 * What stays the same throughout an event, and between events of one seed: one customer, one price, one
 * amount, one id for each kind of object. So the `customer` of an invoice is the customer of its subscription.
 */
export class World {
  readonly seed: Seed;
  /** When the event happened, in seconds. */
  readonly now: number;
  readonly person: Person;
  /** In minor units of `currency`. */
  readonly amount: number;
  readonly currency: string;
  private readonly facts: Facts;

  constructor(seed: string | number, now: number, facts: Facts = {}) {
    this.seed = new Seed(seed);
    this.now = now;
    this.person = this.seed.pick('person', people);
    this.amount = facts.amount ?? this.seed.pick('amount', amounts);
    this.currency = facts.currency ?? 'usd';
    this.facts = facts;
  }

  /** The id of this world's object of a type (its `object` value); `which` tells several apart. */
  id(type: string, which = ''): string {
    const known = which === '' ? this.facts.ids?.[type] : undefined;
    if (known !== undefined) return known;
    const named = namedIds[type];
    if (named) return named;
    // A price has a plan with the same id inside older objects.
    if (type === 'plan') return this.id('price', which);
    const form = idForms[type] ?? { prefix: `${type.split('.').at(-1) ?? type}_` };
    return form.prefix + this.seed.text(`id ${type} ${which}`, form.length ?? 24);
  }

  /** When this world's object of a type came to be, in seconds, where that is known. */
  bornAt(type: string): number | undefined {
    return this.facts.born?.[type === 'plan' ? 'price' : type];
  }

  /** When an object that the event only mentions came to be, in seconds. */
  createdAt(type: string): number {
    return this.bornAt(type) ?? this.facts.since ?? this.now;
  }
}
