import { sentence } from '../../sentence.ts';
import type { JsonDocument, Path } from './document.ts';

/** Throws a `FixtureError` for a field that is not among the known ones: a slip would go unnoticed otherwise. */
export function onlyKeys(
  document: JsonDocument,
  holder: Readonly<Record<string, unknown>>,
  known: readonly string[],
  path: Path,
): void {
  const odd = Object.keys(holder).find((key) => !known.includes(key));
  if (odd === undefined) return;
  const shown = known.filter((key) => key !== '$schema').join(', ');
  document.failName([...path, odd], sentence`it has an unknown field "${odd}"; known are ${shown}`);
}
