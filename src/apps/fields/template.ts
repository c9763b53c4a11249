import type { AppReceipt } from '../app.ts';
import { moneyOf, moneyText } from './money.ts';
import { objectOf, payloadOf, textOf, valueAt } from './payload.ts';

/** What a template can name beside the event's own fields. */
export interface TemplateExtras {
  /** The Dashboard's page of the event. */
  readonly dashboard: string | undefined;
}

/**
 * Fills `{{path}}` with the event's fields, such as `{{type}}` or `{{data.object.id}}`; `{{amount}}` is the amount with
 * its currency, `{{object}}` the object's id, `{{dashboard}}` the event's page. What is not there is left empty.
 */
export function fillTemplate(
  template: string,
  receipt: Pick<AppReceipt, 'body' | 'event'>,
  { dashboard }: TemplateExtras,
  escape: (text: string) => string = (text) => text,
): string {
  const payload = payloadOf(receipt.body);
  const money = moneyOf(objectOf(payload));
  const extras: Readonly<Record<string, string | undefined>> = {
    amount: money && moneyText(money),
    object: receipt.event.objectId,
    dashboard,
  };
  return template.replace(/\{\{\s*([\w.]+)\s*\}\}/g, (_, path: string) =>
    escape(Object.hasOwn(extras, path) ? (extras[path] ?? '') : textOf(valueAt(payload, path))),
  );
}
