const units = [
  [86_400, 'day'],
  [3_600, 'hour'],
  [60, 'minute'],
  [1, 'second'],
] as const;

/** A span of seconds in words, in its two largest units: `1 hour 5 minutes`. */
export function duration(seconds: number): string {
  const parts: string[] = [];
  let rest = Math.round(seconds);
  for (const [size, name] of units) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(`${count} ${name}${count === 1 ? '' : 's'}`);
    // "1 day 3 seconds" would be no more telling than "1 day".
    else if (parts.length > 0) break;
  }
  return parts.length > 0 ? parts.slice(0, 2).join(' ') : '0 seconds';
}
