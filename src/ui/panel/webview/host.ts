import { validKept, type Kept } from '../shared/kept.ts';
import type { ToHost } from '../shared/messages.ts';

interface VsCodeApi {
  postMessage(message: ToHost): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

const api = acquireVsCodeApi();

/** Sends a message to the extension host. */
export function post(message: ToHost): void {
  api.postMessage(message);
}

// Scrolling changes what is kept with every frame.
const pauseMs = 200;

/**
 * What is kept, by the extension host: VS Code writes a webview's own state to disk when the window closes in good
 * order, and then only if there is time.
 */
export let kept: Kept = validKept(undefined);

let timer: ReturnType<typeof setTimeout> | undefined;

/** Takes over what was kept the time before. */
export function restore(before: Kept): void {
  kept = before;
}

/** Changes what is kept. */
export function keep(changes: Partial<Kept>): void {
  kept = { ...kept, ...changes };
  clearTimeout(timer);
  const save = () => post({ kind: 'keep', kept });
  if ('top' in changes) timer = setTimeout(save, pauseMs);
  else save();
}
