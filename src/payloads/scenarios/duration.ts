const units: Readonly<Record<string, number>> = { s: 1, min: 60, h: 3600, d: 86_400, w: 7 * 86_400 };

/** Seconds of a duration such as `30s`, `5min`, `2h`, `14d` or `1w`; undefined when it is none. */
export function parseDuration(text: string): number | undefined {
  const [, number, unit = ''] = /^(\d+(?:\.\d+)?)\s*(s|min|h|d|w)$/.exec(text.trim()) ?? [];
  const factor = units[unit];
  return number === undefined || factor === undefined ? undefined : Math.round(Number(number) * factor);
}

/** A duration in the largest unit that leaves nothing over. */
export function formatDuration(seconds: number): string {
  const fitting = Object.entries(units)
    .filter(([unit, factor]) => unit !== 'w' && seconds % factor === 0 && seconds >= factor)
    .at(-1);
  return fitting ? `${seconds / fitting[1]}${fitting[0]}` : `${seconds}s`;
}
