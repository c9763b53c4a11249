import type { HandlerForm } from '../../../../src/handlers/handler.ts';

/** A piece of code and the handlers in it. */
export interface Snippet {
  readonly name: string;
  readonly file: string;
  /** Handlers are marked `«'invoice.paid'»`, or `«PAID|invoice.paid»` where the text is not the type itself. */
  readonly code: string;
  /** The form of the marked handlers. */
  readonly form?: HandlerForm;
}

/** Where a marked handler stands, in the text without the marks. */
export interface Expected {
  readonly eventType: string;
  readonly line: number;
  readonly column: number;
  readonly endColumn: number;
}

/** Takes the marks out of a snippet's code. */
export function unmark(code: string): { readonly text: string; readonly expected: readonly Expected[] } {
  const expected: Expected[] = [];
  let text = '';
  let end = 0;
  for (const mark of code.matchAll(/«([^»|]+)(?:\|([^»]+))?»/g)) {
    text += code.slice(end, mark.index);
    end = mark.index + mark[0].length;
    const [, literal = '', named] = mark;
    const lines = text.split('\n');
    const column = lines.at(-1)?.length ?? 0;
    text += literal;
    expected.push({
      eventType: named ?? literal.replace(/^[a-z]?["'`]+|["'`]+$/g, ''),
      line: lines.length - 1,
      column,
      endColumn: column + literal.length,
    });
  }
  return { text: text + code.slice(end), expected };
}
