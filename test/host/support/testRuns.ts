import type * as vscode from 'vscode';

/** What a controller's runs have told of its tests, by their labels. */
export interface Recorded {
  readonly outcomes: ReadonlyMap<string, string>;
  readonly messages: ReadonlyMap<string, readonly vscode.TestMessage[]>;
  readonly output: string;
  /** Resolves when a run has ended. */
  ended(): Promise<void>;
  dispose(): void;
}

/** Listens to the runs of a controller: VS Code itself tells their results to nobody. */
export function recordRuns(controller: vscode.TestController): Recorded {
  const create = controller.createTestRun.bind(controller);
  const outcomes = new Map<string, string>();
  const messages = new Map<string, readonly vscode.TestMessage[]>();
  let output = '';
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  const settle = (outcome: string) => (item: vscode.TestItem, told?: unknown) => {
    outcomes.set(item.label, outcome);
    if (outcome === 'failed' || outcome === 'errored')
      messages.set(item.label, [told].flat() as vscode.TestMessage[]);
  };
  controller.createTestRun = (...request) => {
    const run = create(...request);
    const also: Readonly<Record<string, (...args: never[]) => void>> = {
      passed: settle('passed'),
      failed: settle('failed'),
      errored: settle('errored'),
      skipped: settle('skipped'),
      appendOutput: (text: string) => void (output += text),
      end,
    };
    return new Proxy(run, {
      get(of, property) {
        const value: unknown = Reflect.get(of, property, of);
        const recording = also[String(property)];
        if (typeof value !== 'function' || !recording) return value;
        return (...args: never[]) => {
          recording(...args);
          return Reflect.apply(value, of, args) as unknown;
        };
      },
    });
  };
  return {
    outcomes,
    messages,
    get output() {
      return output;
    },
    ended: () => ended,
    dispose: () => {
      controller.createTestRun = create;
    },
  };
}
