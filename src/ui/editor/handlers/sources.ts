import type * as vscode from 'vscode';

/** The files whose handlers are found; a test holds it against the finder's languages. */
export const sources: vscode.DocumentFilter = {
  scheme: 'file',
  pattern:
    '**/*.{ts,mts,cts,tsx,js,jsx,mjs,cjs,vue,svelte,py,pyi,rb,rake,ru,php,go,java,kt,kts,cs,rs,ex,exs}',
};

/** Longer files are generated or bundled, not written. UTF-16 units. */
const longestFile = 1024 * 1024;

/**
 * Whether a document is worth loading anything for: it says Stripe or event type, or has a string that is spelt like an event type.
 * Cheap, because every source file that is opened is asked.
 */
export function mayMentionEvents(document: vscode.TextDocument): boolean {
  const text = document.getText();
  return (
    text.length <= longestFile &&
    /stripe|whsec_|event_?type|["'`][a-z][a-z_0-9]*\.[a-z_0-9.*]*["'`]/i.test(text)
  );
}
