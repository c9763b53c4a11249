import * as vscode from 'vscode';
import type { ReceiptFilter } from '../../journal/filter.ts';
import type { Tools } from '../../ids.ts';
import { eventFacts } from './events.ts';
import { optionalNumber, optionalText, optionalTexts, optionalWord } from './input.ts';
import type { Tool } from './tool.ts';

const usualLimit = 20;
const largestLimit = 100;

/** Lists received events, the newest first, without their payloads. */
export const listEvents: Tool<Tools['stripeWebhooks_listEvents']> = {
  prepare: () => ({ invocationMessage: vscode.l10n.t('Looking through received events …') }),
  run: async ({ journal }, input) => {
    const filter = filterOf(input);
    const before = optionalNumber(input, 'before');
    const limit = Math.min(optionalNumber(input, 'limit') ?? usualLimit, largestLimit);
    const open = await journal.get();
    const [matching, receipts] = await Promise.all([
      open.count(filter),
      open.list({ limit, filter, ...(before !== undefined && { before }) }),
    ]);
    return { facts: { matching, newestFirst: true }, rows: receipts.map(eventFacts) };
  },
};

function filterOf(input: unknown): ReceiptFilter {
  const types = optionalTexts(input, 'types');
  const outcome = optionalWord(input, 'signature', ['verified', 'rejected']);
  const delivery = optionalWord(input, 'delivery', ['delivered', 'failed', 'none']);
  const objectId = optionalText(input, 'objectId');
  const eventId = optionalText(input, 'eventId');
  const text = optionalText(input, 'text');
  return {
    ...(types && types.length > 0 && { types }),
    ...(outcome && { outcome }),
    ...(delivery && { delivery }),
    ...(objectId && { objectId }),
    ...(eventId && { eventId }),
    ...(text && { text }),
  };
}
