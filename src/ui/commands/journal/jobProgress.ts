import type { JobOptions } from '../../../journal/journal.ts';
import { withCancellableProgress } from '../../host/progress.ts';

/** Runs work of the journal under a notification that shows how far it has come and can end it early. */
export function withJobProgress<T>(title: string, work: (options: JobOptions) => Promise<T>): Promise<T> {
  return withCancellableProgress(title, (signal, report) => {
    let shown = 0;
    return work({
      signal,
      onProgress: ({ done, total }) => {
        const percent = total > 0 ? (done / total) * 100 : 0;
        report({ increment: percent - shown });
        shown = percent;
      },
    });
  });
}
