import * as vscode from 'vscode';
import { views } from '../../ids.ts';
import { Cancelled } from './cancelled.ts';

/** Says how far work has come: a few words, and by how many percent more. */
export type Report = (step: { readonly message?: string; readonly increment?: number }) => void;

/** Runs work that can be given up under a notification; pressing Cancel aborts the signal and ends the command quietly. */
export async function withCancellableProgress<T>(
  title: string,
  work: (signal: AbortSignal, report: Report) => Promise<T>,
): Promise<T> {
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    async (progress, token) => {
      const abort = new AbortController();
      const subscription = token.onCancellationRequested(() => abort.abort());
      try {
        return await work(abort.signal, (step) => progress.report(step));
      } catch (error) {
        if (abort.signal.aborted) throw new Cancelled();
        throw error;
      } finally {
        subscription.dispose();
      }
    },
  );
}

// Most changes take less; a notification that flashes up for them would only be noise.
const quickMilliseconds = 1_000;

/** Runs a change at Stripe: with a sign in the status bar, and once it takes long with a notification that can cancel the wait. */
export async function withPatience<T>(
  title: string,
  work: (signal: AbortSignal, report: Report) => Promise<T>,
): Promise<T> {
  const abort = new AbortController();
  let show: Report | undefined;
  let percent = 0;
  const result = work(abort.signal, (step) => {
    if (show) show(step);
    else percent += step.increment ?? 0;
  });
  const quick = new Promise<'long'>((resolve) => {
    const timer = setTimeout(() => resolve('long'), quickMilliseconds);
    result.finally(() => clearTimeout(timer)).catch(() => undefined);
  });
  const first = await withProgress(title, () => Promise.race([result.then(() => 'done' as const), quick]));
  if (first === 'done') return result;
  return withCancellableProgress(title, (signal, report) => {
    show = report;
    if (percent > 0) report({ increment: percent });
    signal.addEventListener('abort', () => abort.abort(signal.reason), { once: true });
    return result;
  });
}

/** Runs short work that must not be cut off half-way, such as a change at Stripe, with a sign in the status bar. */
export function withProgress<T>(title: string, work: () => Promise<T>): Thenable<T> {
  return vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, work);
}

/** Runs work with the thin progress bar of the endpoints view. */
export function withViewProgress<T>(work: () => Promise<T>): Thenable<T> {
  return vscode.window.withProgress({ location: { viewId: views.endpoints } }, work);
}
