import type { ToHost } from '../shared/messages.ts';

interface VsCodeApi {
  postMessage(message: ToHost): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

const api = acquireVsCodeApi();

/** Sends a message to the extension host. */
export function post(message: ToHost): void {
  api.postMessage(message);
}

/** What the panel keeps while it is hidden and over a reload of the window. */
export interface Kept {
  filter: string;
  /** Events received before this are hidden. */
  hiddenBefore: number | undefined;
  /** The event that the details are of. */
  current: number | undefined;
  /** Id of the uppermost event while the list does not follow. */
  top: number | undefined;
  chart: boolean;
  details: boolean;
  /** Share of the width that the list has. */
  split: number;
  tab: string;
}

const initial: Kept = {
  filter: '',
  hiddenBefore: undefined,
  current: undefined,
  top: undefined,
  chart: true,
  details: true,
  split: 0.55,
  tab: 'payload',
};

/** What was kept; changes are written by `keep`. */
export const kept: Kept = { ...initial, ...(api.getState() as Partial<Kept> | undefined) };

/** Changes what is kept. */
export function keep(changes: Partial<Kept>): void {
  Object.assign(kept, changes);
  api.setState(kept);
}
