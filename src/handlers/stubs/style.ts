import type { Node } from '../syntax/treeSitter.ts';

/** One level of indentation where a text shows none. */
const usualUnits: Readonly<Record<string, string>> = { typescript: '  ', ruby: '  ', elixir: '  ', go: '\t' };

/** How a text is laid out around a node. */
export class Style {
  readonly eol: string;
  private readonly text: string;
  private readonly usualUnit: string;

  constructor(text: string, language = '') {
    this.text = text;
    this.usualUnit = usualUnits[language] ?? '    ';
    this.eol = text.includes('\r\n') ? '\r\n' : '\n';
  }

  /** The white space that starts the line of an offset. */
  indentAt(offset: number): string {
    const line = this.text.lastIndexOf('\n', offset - 1) + 1;
    return /^[ \t]*/.exec(this.text.slice(line))?.[0] ?? '';
  }

  /** Whether a node is the first thing on its line. */
  startsLine({ startIndex }: Pick<Node, 'startIndex'>): boolean {
    const line = this.text.lastIndexOf('\n', startIndex - 1) + 1;
    return this.text.slice(line, startIndex).trim() === '';
  }

  /** How many line ends stand between an offset and the code before it. */
  newLinesBefore(offset: number): number {
    return this.text.slice(this.text.slice(0, offset).trimEnd().length, offset).split('\n').length - 1;
  }

  /** The white space that a node's line starts with, or would if the node stood on a line of its own. */
  indentOf(node: Node): string {
    const indent = this.indentAt(node.startIndex);
    return this.startsLine(node) ? indent : indent + this.unit(node, undefined);
  }

  /**
   * Where lines of their own can be put behind an offset, past its comma or semicolon and a comment; and what must end
   * them there, so that the rest of the offset's line comes after them.
   */
  nextLine(offset: number, mark: '//' | '#'): { readonly offset: number; readonly rest: string } {
    const at = this.afterLineComment(offset, new RegExp(`^[ \\t]*(${mark}.*)?$`));
    const rest = this.text.slice(at).split('\n', 1)[0]?.trim() ?? '';
    return { offset: at, rest: rest === '' ? '' : this.eol + this.indentAt(offset) };
  }

  /** One level of indentation, seen between an outer and an inner node, else in the whole text. */
  unit(outer: Node, inner: Node | null | undefined): string {
    const [from, to] = [this.indentAt(outer.startIndex), inner ? this.indentAt(inner.startIndex) : ''];
    if (to.startsWith(from) && to.length > from.length) return to.slice(from.length);
    return /^(?:\t| {2,8})(?=\S)/m.exec(this.text)?.[0] ?? /^\t/m.exec(this.text)?.[0] ?? this.usualUnit;
  }

  /** The end of an offset's line when nothing but a comment follows there, else the offset itself. */
  afterLineComment(offset: number, comment: RegExp): number {
    // Python's grammar counts the CR of a line's end to the comment before it.
    const start = this.text[offset - 1] === '\r' ? offset - 1 : offset;
    const end = this.text.indexOf('\n', start);
    const rest = this.text.slice(start, end < 0 ? undefined : end).replace(/\r$/, '');
    return comment.test(rest) ? start + rest.length : start;
  }
}

/** An event type in the quotes of another literal, single ones where that is a constant. */
export function quoteLike(sample: Node | undefined, eventType: string): string {
  const quote = /^["']/.exec(sample?.text ?? '')?.[0] ?? "'";
  return `${quote}${eventType}${quote}`;
}

/** A comment on what a stub is to do, which may say where the event's object is. */
export function noteOf(mark: '//' | '#', eventType: string): (object?: string) => string {
  return (object) => `${mark} ${todo(eventType, object)}`;
}

/** A comment's words on what a stub is to do, e.g. `TODO: handle invoice.paid; event.data.object is the invoice`. */
export function todo(eventType: string, object: string | undefined): string {
  // Thin events carry no object, only a reference to it.
  if (object === undefined || /^v\d/.test(eventType)) return `TODO: handle ${eventType}`;
  const [name = 'object'] = eventType.split('.').slice(-2);
  return `TODO: handle ${eventType}; ${object} is the ${name.replaceAll('_', ' ')}`;
}
