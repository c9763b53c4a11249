import { ReadableStream } from 'node:stream/web';
import type { RunnableApp } from '../../../../src/apps/app.ts';
import type { Config } from '../../../../src/apps/config.ts';
import { AppRunner, type ReadyApp, type RunnerParts } from '../../../../src/apps/runner.ts';
import { ManualClock } from '../../../../src/delivery/clock.ts';
import { receiptOf } from './receipts.ts';

/** A runner with apps of a test, on a clock that stands still. */
export interface Rig {
  readonly runner: AppRunner;
  readonly clock: ManualClock;
  /** What is installed; may be changed. */
  readonly installed: ReadyApp[];
  /** Gives it events of these numbers. */
  readonly send: (...ids: readonly number[]) => void;
  /** Waits until something holds, looking with every change. */
  readonly until: (holds: () => boolean) => Promise<void>;
}

/** An app that does what the test says, installed under the id given. */
export function appOf(id: string, run: RunnableApp['run'], more: Partial<RunnableApp> = {}): ReadyApp {
  const app = { id, name: id, description: '', icon: 'bell', events: ['*'], config: [], needsTrust: false };
  return { id, app: { ...app, run, ...more }, config: {} };
}

/** Nothing survives in it. */
const noPlaces: RunnerParts['places'] = {
  takeUp: () => Promise.resolve({ waiting: [], missed: ReadableStream.from([]), upTo: 0, gone: 0 }),
  changed: () => undefined,
  forget: () => Promise.resolve(),
  close: () => Promise.resolve(),
};

/** Starts a runner. Close it when the test is over. */
export function rig(
  installed: readonly ReadyApp[],
  secrets: Readonly<Record<string, Config>> = {},
  type = 'invoice.paid',
): Rig {
  const clock = new ManualClock();
  const apps = [...installed];
  const runner = new AppRunner({
    apps: () => apps,
    load: (id) => Promise.resolve(id === 404 ? undefined : receiptOf(type, { id: 'in_1' }, { id })),
    secretsOf: (id) => Promise.resolve(secrets[id] ?? {}),
    folder: '/nowhere',
    places: noPlaces,
    clock,
  });
  return {
    runner,
    clock,
    installed: apps,
    send: (...ids) => ids.forEach((receiptId) => runner.dispatch({ receiptId, type }, receiptId)),
    until: async (holds) => {
      while (!holds()) await new Promise<void>((resolve) => runner.once('changed', resolve));
    },
  };
}
