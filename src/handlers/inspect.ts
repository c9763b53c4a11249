import type { HandlerFinder } from './finder.ts';
import type { Problem } from './problem.ts';
import { parsedBodies } from './problems/parsedBody.ts';
import { hardCodedSecrets } from './problems/secrets.ts';
import { unknownTypes } from './problems/unknownTypes.ts';
import { unverified } from './problems/unverified.ts';

/** What is wrong with how a prepared file handles events, in the order of the text. */
export function inspect(finder: HandlerFinder, path: string, text: string): readonly Problem[] {
  const problems = finder.withTree(path, text, ({ rootNode }) => [
    ...parsedBodies(path, rootNode),
    ...(finder.find(path, text).length > 0 ? unverified(rootNode) : []),
    ...hardCodedSecrets(path, rootNode),
  ]);
  return [...unknownTypes(finder, path, text), ...(problems ?? [])].sort(
    (a, b) => a.line - b.line || a.column - b.column,
  );
}
