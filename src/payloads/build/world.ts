import { idForms, namedIds } from '../rules/idForms.ts';
import { amounts, people, type Person } from '../rules/cast.ts';
import { Seed } from './seed.ts';

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
  readonly currency = 'usd';

  constructor(seed: string | number, now: number) {
    this.seed = new Seed(seed);
    this.now = now;
    this.person = this.seed.pick('person', people);
    this.amount = this.seed.pick('amount', amounts);
  }

  /** The id of this world's object of a type (its `object` value); `which` tells several apart. */
  id(type: string, which = ''): string {
    const named = namedIds[type];
    if (named) return named;
    // A price has a plan with the same id inside older objects.
    if (type === 'plan') return this.id('price', which);
    const form = idForms[type] ?? { prefix: `${type.split('.').at(-1) ?? type}_` };
    return form.prefix + this.seed.text(`id ${type} ${which}`, form.length ?? 24);
  }
}
