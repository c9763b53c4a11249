/** How many are offered. */
const OFFERED = 3;

/** The words that are spelt most like a text, the nearest first; none that differs in more than a third of it. */
export function nearestTo(text: string, words: Iterable<string>): readonly string[] {
  const farthest = Math.min(8, Math.floor(text.length / 3));
  const near: { word: string; distance: number }[] = [];
  for (const word of words) {
    if (Math.abs(word.length - text.length) > farthest) continue;
    const distance = editDistance(text, word);
    if (distance <= farthest) near.push({ word, distance });
  }
  near.sort((a, b) => a.distance - b.distance);
  const best = near[0]?.distance ?? 0;
  return near
    .filter(({ distance }) => distance <= best + 2)
    .slice(0, OFFERED)
    .map(({ word }) => word);
}

/** Letters to insert, delete, replace or swap with their neighbour. */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      let least = Math.min(
        at(last, column) + 1,
        at(current, column - 1) + 1,
        at(last, column - 1) + (same ? 0 : 1),
      );
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1])
        least = Math.min(least, at(beforeLast, column - 2) + 1);
      current.push(least);
    }
    [beforeLast, last] = [last, current];
  }
  return at(last, b.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}
