import type { Node } from '../syntax/treeSitter.ts';

/** How a text is laid out around a node. */
export class Style {
  readonly eol: string;
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
    this.eol = text.includes('\r\n') ? '\r\n' : '\n';
  }

  /** The white space that starts the line of an offset. */
  indentAt(offset: number): string {
    const line = this.text.lastIndexOf('\n', offset - 1) + 1;
    return /^[ \t]*/.exec(this.text.slice(line))?.[0] ?? '';
  }

  /** Whether a node is the first thing on its line. */
  startsLine(node: Node): boolean {
    const line = this.text.lastIndexOf('\n', node.startIndex - 1) + 1;
    return this.text.slice(line, node.startIndex).trim() === '';
  }

  /** One level of indentation, seen between an outer and an inner node, else in the whole text. */
  unit(outer: Node, inner: Node | null | undefined): string {
    const [from, to] = [this.indentAt(outer.startIndex), inner ? this.indentAt(inner.startIndex) : ''];
    if (to.startsWith(from) && to.length > from.length) return to.slice(from.length);
    return /^(?:\t| {2,8})(?=\S)/m.exec(this.text)?.[0] ?? '  ';
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

/** A comment's words on what a stub is to do, e.g. `TODO: handle invoice.paid; event.data.object is the invoice`. */
export function todo(eventType: string, object: string | undefined): string {
  // Thin events carry no object, only a reference to it.
  if (object === undefined || /^v\d/.test(eventType)) return `TODO: handle ${eventType}`;
  const [name = 'object'] = eventType.split('.').slice(-2);
  return `TODO: handle ${eventType}; ${object} is the ${name.replaceAll('_', ' ')}`;
}
