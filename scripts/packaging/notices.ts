/** `ThirdPartyNotices.txt`: whose work is in the package, and on what terms. */
import type { Component } from './components.ts';

const rule = '-'.repeat(80);

const introduction = `Webhooks for Stripe contains work of others, on the terms below. This file is made from
what is really in the package, each time it is built.`;

/** Gives the text: a list, then every component with its licence in full. */
export function notices(components: readonly Component[]): string {
  const list = components.map((component) => `  ${title(component)} (${component.licence})`);
  const parts = components.map((component) =>
    [rule, title(component), rule, ...component.texts].join('\n\n'),
  );
  return `${[introduction, [...new Set(list)].join('\n'), ...new Set(parts)].join('\n\n')}\n`;
}

function title({ name, version }: Component): string {
  return version === undefined ? name : `${name} ${version}`;
}
