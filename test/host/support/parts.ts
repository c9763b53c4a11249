import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { StripeWebhooksApi } from '../../../api/stripe-webhooks.d.ts';
import type { Parts } from '../../../src/ui/commands/parts.ts';
import type { Lazily } from '../../../src/ui/control/lazily.ts';

/** The extension's parts, which it makes now if they are not there yet. */
export async function parts(): Promise<Parts> {
  const exported = (await publicApi()) as StripeWebhooksApi & { readonly parts?: Lazily<Parts> };
  assert.ok(exported.parts, 'activate did not return the parts');
  return exported.parts.get();
}

/** What other extensions get. */
export async function publicApi(): Promise<StripeWebhooksApi> {
  const extension = vscode.extensions.getExtension<StripeWebhooksApi>('webhooks-for-stripe.stripe-webhooks');
  assert.ok(extension, 'the extension is not installed');
  return extension.activate();
}

/** Waits until what `look` gives is as wanted, looking again whenever the event fires. */
export async function until<T>(
  event: vscode.Event<unknown>,
  look: () => Promise<T>,
  wanted: (value: T) => boolean,
): Promise<T> {
  for (;;) {
    const fired = next(event);
    const value = await look();
    if (wanted(value)) return value;
    await fired;
  }
}

/** Resolves with the first value of an event that is as wanted. */
export function next<T>(event: vscode.Event<T>, wanted: (value: T) => boolean = () => true): Promise<T> {
  return new Promise((resolve) => {
    const subscription = event((value) => {
      if (!wanted(value)) return;
      subscription.dispose();
      resolve(value);
    });
  });
}
