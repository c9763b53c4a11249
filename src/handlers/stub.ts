import type { HandlerFinder } from './finder.ts';
import type { Framework } from './frameworks.ts';
import type { Handler } from './handler.ts';
import { sentence } from '../sentence.ts';
import { refusal } from './stubs/refusals.ts';
import { dialectOf, stubsFor, weakForms } from './stubs/shapes.ts';
import type { Insertion } from './stubs/request.ts';
import type { Node } from './syntax/treeSitter.ts';

/** One insertion that adds a handler to a text, and where the handler is afterwards. */
export interface StubEdit {
  /** Where to insert, in UTF-16 units of the text. */
  readonly offset: number;
  readonly newText: string;
  /** Where the new handler's literal starts once inserted, 0-based. */
  readonly line: number;
  readonly column: number;
}

/** Why a file takes no handler: one sentence. */
export interface StubRefusal {
  readonly refused: string;
}

/**
 * Adds a handler for an event type to a file that handles others: a branch of a `switch`, `case` or `match`, an entry of
 * a map, a registration, a method, an `else if`; in the style of what is there. What is given parses as well as the text
 * did, and holds the handlers it held and the new one.
 */
export function insertStub(
  file: string,
  text: string,
  eventType: string,
  finder: HandlerFinder,
): StubEdit | StubRefusal {
  const handlers = finder.find(file, text);
  if (handlers.some((handler) => handler.eventType === eventType))
    return { refused: sentence`${eventType} is handled there already.` };
  const language = dialectOf(file);
  const made = finder.withTree(file, text, ({ rootNode: root }) => {
    const request = { text, root, handlers, eventType };
    return {
      broken: brokenParts(root),
      edits: [...stubsFor(language, request)].map((insertion) => editOf(text, insertion)),
      refused: refusal(request),
    };
  });
  if (!made) return { refused: sentence`Handlers are not found in its language.` };
  return made.edits.find(isSound) ?? { refused: made.refused };

  function isSound({ offset, newText, line, column }: StubEdit): boolean {
    const result = text.slice(0, offset) + newText + text.slice(offset);
    const broken = finder.withTree(file, result, ({ rootNode }) => brokenParts(rootNode)) ?? Infinity;
    const found = finder.find(file, result);
    const [added, ...others] = found.filter((handler) => handler.eventType === eventType);
    return (
      broken <= (made?.broken ?? 0) &&
      others.length === 0 &&
      added?.line === line &&
      added.column === column &&
      found.length === handlers.length + 1
    );
  }
}

/** How many parts of a text do not parse. */
function brokenParts(root: Node): number {
  if (!root.hasError) return 0;
  let count = 0;
  const waiting = [root];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if (node.isError || node.isMissing) count++;
    waiting.push(
      ...node.children.flatMap((child) => (child && (child.hasError || child.isMissing) ? [child] : [])),
    );
  }
  return count;
}

function editOf(text: string, { offset, newText, literalAt }: Insertion): StubEdit {
  const before = text.slice(0, offset) + newText.slice(0, literalAt);
  const lineStart = before.lastIndexOf('\n') + 1;
  return { offset, newText, line: before.split('\n').length - 1, column: before.length - lineStart };
}

/** A new file that handles one event type, complete: signature, quick answer, idempotency. */
export interface NewHandlerFile {
  /** Relative to the workspace folder. */
  readonly fileName: string;
  readonly text: string;
  /** The line of the event type's case, 0-based. */
  readonly line: number;
}

/** A handler in the way of a framework, for a workspace that has none. */
export function newHandlerFile({ fileName, write }: Framework, eventType: string): NewHandlerFile {
  const text = write(eventType);
  const line = text
    .split('\n')
    .findIndex((one) => one.includes(`'${eventType}'`) || one.includes(`"${eventType}"`));
  return { fileName, text, line };
}

/** The files that a handler may be added to, those with the most places like the new one first. */
export function stubTargets(handlers: readonly Handler[]): readonly string[] {
  const weights = new Map<string, number>();
  for (const { file, form } of handlers)
    weights.set(file, (weights.get(file) ?? 0) + (weakForms.has(form) ? 1e-6 : 1));
  return [...weights].sort(([, a], [, b]) => b - a).map(([file]) => file);
}
