import { writeJson } from './jsonStyle.ts';
import { mapObjects, parseTree, someObject, type JsonEntry, type JsonTree } from './jsonTree.ts';
import { signedStyles } from './jsonWriters.ts';

/** The bodies from which one like this may have been made by parsing it and writing it anew. */
export function* beforeRewriting(text: string): Generator<string> {
  const tree = parseTree(text);
  if (!tree) return;
  const seen = new Set<string>();
  for (const candidate of treesBefore(tree))
    for (const style of signedStyles) {
      const written = writeJson(candidate, style);
      if (seen.has(written)) continue;
      seen.add(written);
      yield written;
      yield `${written}\n`;
    }
}

/** The tree as it is, and as it may have been before a writer lost what JSON leaves open. */
function treesBefore(tree: JsonTree): readonly JsonTree[] {
  const undone = losses.filter(({ happened }) => someObject(tree, happened)).map(({ undo }) => undo);
  if (undone.length === 0) return [tree];
  const all = undone.reduce((done, undo) => mapObjects(done, undo), tree);
  return [tree, ...undone.map((undo) => mapObjects(tree, undo)), ...(undone.length > 1 ? [all] : [])];
}

interface Loss {
  /** Whether an object looks as if this happened to it. */
  readonly happened: (entries: readonly JsonEntry[]) => boolean;
  readonly undo: (entries: readonly JsonEntry[]) => readonly JsonEntry[];
}

/** What programs change in a tree without meaning to. */
const losses: readonly Loss[] = [
  {
    // Keys were sorted. Stripe writes `id` and `object` first and the others by name.
    happened: (entries) => entries.findIndex(([key]) => key === 'id' || key === 'object') > 0,
    undo: (entries) => [
      ...entries.filter(([key]) => key === 'id'),
      ...entries.filter(([key]) => key === 'object'),
      ...entries.filter(([key]) => key !== 'id' && key !== 'object'),
    ],
  },
  {
    // `20.0` became `20`, as in JavaScript. Stripe writes percentages as decimals.
    happened: (entries) => entries.some(isWholePercentage),
    undo: (entries) =>
      entries.map((entry) =>
        isWholePercentage(entry) ? [entry[0], { kind: 'literal', text: `${entry[1].text}.0` }] : entry,
      ),
  },
  {
    // `{}` became `[]`, as in PHP with associative arrays. Metadata is the empty object that every event has.
    happened: (entries) => entries.some(isEmptyMetadataArray),
    undo: (entries) =>
      entries.map((entry) =>
        isEmptyMetadataArray(entry) ? [entry[0], { kind: 'object', entries: [] }] : entry,
      ),
  },
];

function isWholePercentage(entry: JsonEntry): entry is readonly [string, { kind: 'literal'; text: string }] {
  const [key, value] = entry;
  return /percent/.test(key) && value.kind === 'literal' && /^-?\d+$/.test(value.text);
}

function isEmptyMetadataArray([key, value]: JsonEntry): boolean {
  return key === 'metadata' && value.kind === 'array' && value.items.length === 0;
}
