import type { Turn } from '../objects/turn.ts';
import type { Values } from '../objects/values.ts';
import type { Behaviour } from './behaviour.ts';
import { catalogueItemBehaviours } from './catalogueItems.ts';
import { chargeBehaviours } from './charges.ts';
import { clockBehaviours } from './clocks.ts';
import { creditNoteBehaviours } from './creditNotes.ts';
import { customerBehaviours } from './customers.ts';
import { invoiceBehaviours } from './invoices.ts';
import { moneyBehaviours } from './money.ts';
import { paymentIntentBehaviours } from './paymentIntents.ts';
import { paymentMethodBehaviours } from './paymentMethods.ts';
import { saleBehaviours } from './sales.ts';
import { scheduleBehaviours } from './schedules.ts';
import { setupIntentBehaviours } from './setupIntents.ts';
import { subscriptionItemBehaviours } from './subscriptionItems.ts';
import { subscriptionBehaviours } from './subscriptions.ts';

const behaviours: Readonly<Record<string, Behaviour>> = {
  ...catalogueItemBehaviours,
  ...chargeBehaviours,
  ...clockBehaviours,
  ...creditNoteBehaviours,
  ...customerBehaviours,
  ...invoiceBehaviours,
  ...moneyBehaviours,
  ...paymentIntentBehaviours,
  ...paymentMethodBehaviours,
  ...saleBehaviours,
  ...scheduleBehaviours,
  ...setupIntentBehaviours,
  ...subscriptionBehaviours,
  ...subscriptionItemBehaviours,
};

/** What is special about a type of objects; nothing for most. */
export function behaviourOf(type: string): Behaviour {
  return behaviours[type] ?? {};
}

/** Values that every new object of a type begins with. */
export function defaultsOf(type: string, turn: Turn): Values {
  return behaviourOf(type).defaults?.(turn) ?? {};
}
