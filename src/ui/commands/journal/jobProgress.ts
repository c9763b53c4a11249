import * as vscode from 'vscode';
import type { JobOptions } from '../../../journal/journal.ts';

/** Runs work of the journal under a notification that shows how far it has come and can end it early. */
export async function withJobProgress<T>(
  title: string,
  work: (options: JobOptions) => Promise<T>,
): Promise<T> {
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    async (progress, token) => {
      const abort = new AbortController();
      const subscription = token.onCancellationRequested(() => abort.abort());
      let shown = 0;
      try {
        return await work({
          signal: abort.signal,
          onProgress: ({ done, total }) => {
            const percent = total > 0 ? (done / total) * 100 : 0;
            progress.report({ increment: percent - shown });
            shown = percent;
          },
        });
      } finally {
        subscription.dispose();
      }
    },
  );
}
