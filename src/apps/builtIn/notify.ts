import { sentence } from '../../sentence.ts';
import type { AppHost, RunnableApp } from '../app.ts';
import { moneyOf, moneyText, type Money } from '../fields/money.ts';
import { objectOf, payloadOf } from '../fields/payload.ts';

/** Says in the status bar or a notification that an event came. */
export function notifyApp(host: AppHost): RunnableApp {
  return {
    id: 'notify',
    name: sentence`Notify`,
    description: sentence`Says in the status bar or a notification when events of your choice come.`,
    icon: 'bell',
    events: ['*'],
    needsTrust: false,
    // More than that nobody reads.
    limits: { perMinute: 60, queue: 100, retryMs: [] },
    config: [
      {
        key: 'events',
        kind: 'events',
        label: sentence`Event types to notify of`,
        default: 'invoice.payment_failed, charge.dispute.created, checkout.session.completed',
      },
      {
        key: 'where',
        kind: 'choice',
        label: sentence`Where to show it`,
        default: 'status',
        choices: [
          { value: 'status', label: sentence`Status bar`, detail: sentence`For ten seconds.` },
          { value: 'notification', label: sentence`Notification`, detail: sentence`Until you close it.` },
        ],
      },
      {
        key: 'minimum',
        kind: 'number',
        label: sentence`Smallest amount to notify of, such as 50 or 9.99`,
        detail: sentence`Empty for every event, also those without an amount.`,
        minimum: 0,
        optional: true,
      },
      {
        key: 'currency',
        kind: 'text',
        label: sentence`Currency of that amount, such as eur`,
        detail: sentence`Empty for any currency.`,
        pattern: '[A-Za-z]{3}',
        patternMessage: sentence`Write a currency’s three letters, such as eur.`,
        optional: true,
      },
    ],
    run({ id, event, body }, { config, log }) {
      const money = moneyOf(objectOf(payloadOf(body)));
      if (!isEnough(money, config)) return;
      const text = [event.type, money && moneyText(money), event.objectId].filter(Boolean).join(' · ');
      if (config['where'] === 'notification') host.notify(text, id);
      else host.showStatus(text, id);
      log(text);
    },
  };
}

function isEnough(money: Money | undefined, config: Readonly<Record<string, unknown>>): boolean {
  const { minimum, currency } = config;
  if (typeof currency === 'string' && money?.currency !== currency.toLowerCase()) return false;
  return typeof minimum !== 'number' || (money !== undefined && money.amount >= minimum);
}
