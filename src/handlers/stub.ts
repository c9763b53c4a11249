import type { HandlerFinder } from './finder.ts';
import type { Framework } from './frameworks.ts';
import type { Handler } from './handler.ts';
import { languageOf } from './languages/table.ts';
import { chainStub } from './stubs/chains.ts';
import { clauseStub } from './stubs/clauses.ts';
import { entryStub } from './stubs/entries.ts';
import { ecmascriptStub } from './stubs/ecmascript.ts';
import { pythonStub } from './stubs/python.ts';
import type { StubRequest } from './stubs/request.ts';

/** One insertion that adds a handler to a text, and where the handler is afterwards. */
export interface StubEdit {
  /** Where to insert, in UTF-16 units of the text. */
  readonly offset: number;
  readonly newText: string;
  /** Where the new handler's literal starts once inserted, 0-based. */
  readonly line: number;
  readonly column: number;
}

/**
 * Adds a handler for an event type to a file that handles others: a branch of a `switch`, `case` or `match`, an entry
 * of a map or an `else if` where the language's stubs know how, in the style of what is there. Undefined when the file has no such place or handles the type already.
 */
export function insertStub(
  file: string,
  text: string,
  eventType: string,
  finder: HandlerFinder,
): StubEdit | undefined {
  const handlers = finder.find(file, text);
  if (handlers.some((handler) => handler.eventType === eventType)) return undefined;
  const language = languageOf(file)?.id ?? '';
  const insertion = finder.withTree(file, text, (tree) => {
    const request: StubRequest = { text, root: tree.rootNode, handlers, eventType };
    switch (language) {
      case 'python':
        return pythonStub(request);
      case 'typescript':
      case 'javascript':
      case 'vue':
        return ecmascriptStub(request);
      default:
        return clauseStub(language, request) ?? entryStub(language, request) ?? chainStub(language, request);
    }
  });
  if (!insertion) return undefined;
  const before = text.slice(0, insertion.offset) + insertion.newText.slice(0, insertion.literalAt);
  const lineStart = before.lastIndexOf('\n') + 1;
  return {
    offset: insertion.offset,
    newText: insertion.newText,
    line: before.split('\n').length - 1,
    column: before.length - lineStart,
  };
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

/** The file that most of a workspace's handlers stand in, in forms that `insertStub` can extend. */
export function bestStubTarget(handlers: readonly Handler[]): string | undefined {
  const counts = new Map<string, number>();
  for (const { file, form } of handlers)
    if (form === 'case' || form === 'map-key' || form === 'comparison')
      counts.set(file, (counts.get(file) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}
