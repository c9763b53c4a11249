/** What a run of tests came to, and the one line that says so. */
export interface Counts {
  readonly passed: number;
  /** What failed, by title, with the first line of the reason. */
  readonly failed: readonly string[];
  /** What failed in a file that was run once more; it stands in `failed` too where it failed again. */
  readonly failedOnce: readonly string[];
  /** The titles of the tests that were skipped. */
  readonly skipped: readonly string[];
}

/** The counts of each test file, by its path below the folder of its kind. */
export type FileCounts = Readonly<Record<string, Counts>>;

export const nothing: Counts = { passed: 0, failed: [], failedOnce: [], skipped: [] };
export const onePassed: Counts = { ...nothing, passed: 1 };

export function oneFailed(title: string, reason = ''): Counts {
  const [firstLine = ''] = reason.split('\n', 1);
  return { ...nothing, failed: [firstLine ? `${title}: ${firstLine}` : title] };
}

export function add(a: Counts, b: Counts): Counts {
  return {
    passed: a.passed + b.passed,
    failed: [...a.failed, ...b.failed],
    failedOnce: [...a.failedOnce, ...b.failedOnce],
    skipped: [...a.skipped, ...b.skipped],
  };
}

export function sum(all: Iterable<Counts>): Counts {
  return [...all].reduce(add, nothing);
}

/** `3 passed, 0 failed`, with `, 1 skipped` where any were. */
export function sentence({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed.length} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ''}`;
}
