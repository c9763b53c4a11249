import type { PreparedToolInvocation } from 'vscode';
import type { Parts } from '../commands/parts.ts';

/** What a tool answers. */
export interface Answer {
  /** In a word or two each; always told in full. */
  readonly facts: Readonly<Record<string, unknown>>;
  /** A list that may be long: its last ones are left out when there is no room. */
  readonly rows?: readonly unknown[];
  /** A text that may be long: its end is left out when there is no room. */
  readonly text?: string;
}

/** Something that a language model can do or look up. Throws a `HumanError` when it cannot; never tells a secret. */
export interface Tool<Input> {
  /** What is shown while it runs, and what the user is asked first when it changes, sends or gives away something. */
  readonly prepare: (parts: Parts, input: Input) => PreparedToolInvocation | Promise<PreparedToolInvocation>;
  readonly run: (parts: Parts, input: Input, signal: AbortSignal) => Promise<Answer>;
}
