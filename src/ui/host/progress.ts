import * as vscode from 'vscode';
import { views } from '../../ids.ts';
import { Cancelled } from './cancelled.ts';

/** Runs work that can be given up under a notification; pressing Cancel aborts the signal and ends the command quietly. */
export async function withCancellableProgress<T>(
  title: string,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    async (_progress, token) => {
      const abort = new AbortController();
      const subscription = token.onCancellationRequested(() => abort.abort());
      try {
        return await work(abort.signal);
      } catch (error) {
        if (abort.signal.aborted) throw new Cancelled();
        throw error;
      } finally {
        subscription.dispose();
      }
    },
  );
}

/** Runs short work that must not be cut off half-way, such as a change at Stripe, with a sign in the status bar. */
export function withProgress<T>(title: string, work: () => Promise<T>): Thenable<T> {
  return vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, work);
}

/** Runs work with the thin progress bar of the endpoints view. */
export function withViewProgress<T>(work: () => Promise<T>): Thenable<T> {
  return vscode.window.withProgress({ location: { viewId: views.endpoints } }, work);
}
