import * as vscode from 'vscode';
import { prefix } from '../ids.ts';
import type { Parts } from './commands/parts.ts';
import type { Lazily } from './control/lazily.ts';
import { isAnythingLeft } from './control/somethingLeft.ts';
import { setContext } from './host/contextKeys.ts';
import type { Messages } from './host/messages.ts';
import { registerEventTests } from './testing/register.ts';

type Needs = Pick<Parts, 'eventTests' | 'settingProblems'>;

interface Given {
  /** The folder of this workspace's data. */
  readonly storage: string;
  readonly messages: Messages;
}

/**
 * Sees to what has to go on, or to be noticed, although nobody asks for it: only what is there loads the parts. It
 * begins when VS Code has done with the activation, which has to wait for none of it.
 */
export function standBySoon(parts: Lazily<Needs>, given: Given): vscode.Disposable {
  let begun: readonly vscode.Disposable[] = [];
  const soon = setImmediate(() => (begun = standBy(parts, given)));
  return new vscode.Disposable(() => {
    clearImmediate(soon);
    vscode.Disposable.from(...begun).dispose();
  });
}

function standBy(parts: Lazily<Needs>, { storage, messages }: Given): readonly vscode.Disposable[] {
  const inBackground = (work: () => Promise<void>) => {
    work().catch((error: unknown) => messages.bug('standing by', error));
  };
  // Deliveries and apps take it up as soon as they are made.
  const takeUp = async () => {
    if (await isAnythingLeft(storage)) await parts.get();
  };
  resetContext();
  inBackground(takeUp);
  return [
    vscode.workspace.onDidGrantWorkspaceTrust(() => inBackground(takeUp)),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration(prefix))
        inBackground(async () => (await parts.get()).settingProblems.changed(change));
    }),
    ...registerEventTests(parts, messages),
  ];
}

/** The window keeps these when an extension host ends without a word. */
function resetContext(): void {
  setContext('stripeWebhooks.receiverRunning', false);
  setContext('stripeWebhooks.sandboxRunning', false);
  setContext('stripeWebhooks.sourceRunning', false);
  setContext('stripeWebhooks.eventsPaused', false);
}
