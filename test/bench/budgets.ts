/** What a benchmark found about one budget. */
export interface Finding {
  readonly what: string;
  readonly budget: string;
  readonly measured: string;
  readonly kept: boolean;
}

/** The middle value. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** The findings as a table. */
export function table(findings: readonly Finding[]): string {
  const rows = [
    ['budget', 'allowed', 'measured', ''],
    ...findings.map(({ what, budget, measured, kept }) => [what, budget, measured, kept ? 'kept' : 'MISSED']),
  ];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
