import { phrase } from '../../sentence.ts';

const units = [
  [86_400, phrase`day`, phrase`days`],
  [3_600, phrase`hour`, phrase`hours`],
  [60, phrase`minute`, phrase`minutes`],
  [1, phrase`second`, phrase`seconds`],
] as const;

/** A span of seconds in words, in its two largest units: `1 hour 5 minutes`. */
export function duration(seconds: number): string {
  const parts: string[] = [];
  let rest = Math.round(seconds);
  for (const [size, one, many] of units) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(`${count} ${count === 1 ? one() : many()}`);
    // "1 day 3 seconds" would be no more telling than "1 day".
    else if (parts.length > 0) break;
  }
  return parts.length > 0 ? parts.slice(0, 2).join(' ') : `0 ${units[3][2]()}`;
}
