import type { Parts } from '../parts.ts';

/** Holds subscriptions against the code and what arrived anew. */
export async function refreshCoverage({ coverageView }: Pick<Parts, 'coverageView'>): Promise<void> {
  await coverageView.refresh();
}
