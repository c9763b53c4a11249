export type OrderState = 'open' | 'paid' | 'failed' | 'refunded' | 'cancelled';

export interface Order {
  readonly id: string;
  state: OrderState;
  /** In the currency's smallest unit, e.g. cents. */
  amount: number;
  currency: string;
  note: string;
}

/** The shop's orders, in memory: a restart forgets them. */
export class Orders {
  private readonly orders = new Map<string, Order>();

  /** Newest first. */
  list(): readonly Order[] {
    return [...this.orders.values()].reverse();
  }

  open(amount: number, currency: string): Order {
    return this.update(`order_${this.orders.size + 1}`, { amount, currency });
  }

  /** Changes an order; one that was placed elsewhere is taken in. */
  update(id: string, change: Partial<Omit<Order, 'id'>>): Order {
    const order = this.orders.get(id) ?? { id, state: 'open', amount: 0, currency: 'eur', note: '' };
    this.orders.set(id, Object.assign(order, change));
    return order;
  }
}
