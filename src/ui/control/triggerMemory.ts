import type * as vscode from 'vscode';
import type { Arrival } from '../../payloads/scenarioPlayer.ts';

/** Where a trigger went, so that it can go there again. */
export type DestinationChoice =
  | { readonly kind: 'endpoints'; readonly endpointIds: readonly string[] }
  | { readonly kind: 'receiver' }
  | { readonly kind: 'target'; readonly targetId: string }
  | { readonly kind: 'url'; readonly url: string; readonly signer: Signer };

/** Whose secret signs what is sent to a URL. */
export interface Signer {
  readonly connectionId: string;
  readonly endpointId: string;
}

/** How a scenario is run. */
export interface Manner {
  readonly arrival: Arrival;
  /** Milliseconds between two events; `word` waits for the user's word instead. */
  readonly pace: number | 'word';
}

/** What “Trigger Again” does. */
export type LastTrigger =
  | {
      readonly kind: 'event';
      readonly type: string;
      readonly connectionId: string;
      readonly destination: DestinationChoice;
      readonly values?: Readonly<Record<string, unknown>>;
    }
  | {
      readonly kind: 'scenario';
      readonly name: string;
      readonly connectionId: string;
      readonly destination: DestinationChoice;
      readonly manner: Manner;
    };

interface Usage {
  readonly count: number;
  /** Milliseconds since the Unix epoch. */
  readonly last: number;
}

const usageKey = 'triggeredTypes';
const lastKey = 'lastTrigger';
const rows = 5;

/** What was triggered in this workspace: which types lately and often, and what was the last. */
export class TriggerMemory {
  readonly #state: vscode.Memento;

  constructor(state: vscode.Memento) {
    this.#state = state;
  }

  get last(): LastTrigger | undefined {
    return this.#state.get<LastTrigger>(lastKey);
  }

  /** Types triggered last, the latest first, and of the others those triggered more than once, the most frequent first. */
  get favourites(): { readonly recent: readonly string[]; readonly frequent: readonly string[] } {
    const usage = Object.entries(this.#state.get<Record<string, Usage>>(usageKey, {}));
    const recent = usage.sort(([, one], [, other]) => other.last - one.last).slice(0, rows);
    const frequent = usage
      .slice(rows)
      .filter(([, { count }]) => count > 1)
      .sort(([, one], [, other]) => other.count - one.count)
      .slice(0, rows);
    return { recent: recent.map(([type]) => type), frequent: frequent.map(([type]) => type) };
  }

  async remember(last: LastTrigger): Promise<void> {
    await this.#state.update(lastKey, last);
    if (last.kind !== 'event') return;
    const usage = this.#state.get<Record<string, Usage>>(usageKey, {});
    const count = (usage[last.type]?.count ?? 0) + 1;
    await this.#state.update(usageKey, { ...usage, [last.type]: { count, last: Date.now() } });
  }
}
