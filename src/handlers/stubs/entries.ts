import type { Node } from '../syntax/treeSitter.ts';
import { insertion, literalOf, type Insertion, type StubRequest } from './request.ts';
import { Style, todo } from './style.ts';

/** How a language writes one of several entries with commas between them: of a map, or of PHP's `match`. */
interface EntryForm {
  /** The node type of an entry. */
  readonly node: string;
  readonly quote: '"' | "'";
  readonly comment: '//' | '#';
  /** An entry like another one; undefined where it can't be told how it would have to look. */
  readonly write: (literal: string, sample: Node, indent: string) => string | undefined;
}

const forms: Readonly<Record<string, readonly EntryForm[]>> = {
  php: [
    {
      node: 'match_conditional_expression',
      quote: "'",
      comment: '//',
      write: (literal) => `${literal} => null`,
    },
    {
      node: 'array_element_initializer',
      quote: "'",
      comment: '//',
      write: (literal) => `${literal} => fn ($event) => null`,
    },
  ],
  ruby: [
    {
      node: 'pair',
      quote: "'",
      comment: '#',
      write: (literal, sample) => (sample.text.includes('=>') ? `${literal} => ->(event) {}` : undefined),
    },
  ],
  go: [{ node: 'keyed_element', quote: '"', comment: '//', write: goFunction }],
};

/** A new entry behind the last one that handles an event type. */
export function entryStub(language: string, request: StubRequest): Insertion | undefined {
  const found = request.handlers.flatMap((handler) => {
    const literal = literalOf(request, handler);
    // An entry that spells its type in a way of its own is no sample.
    if (!literal || !/^["'].*\./.test(literal.text)) return [];
    for (let node: Node | null = literal; node; node = node.parent) {
      const form = forms[language]?.find((one) => one.node === node?.type);
      if (form) return node.startIndex === literal.startIndex ? [{ node, form }] : [];
    }
    return [];
  });
  const last = found.at(-1);
  return last && write(request, last.node, last.form);
}

function write({ text, eventType }: StubRequest, last: Node, form: EntryForm): Insertion | undefined {
  const style = new Style(text);
  const literal = `${form.quote}${eventType}${form.quote}`;
  const isOnOwnLine = style.startsLine(last);
  const indent = style.indentAt(last.startIndex);
  const entry = form.write(literal, last, indent)?.replaceAll('\n', style.eol);
  if (entry === undefined) return undefined;
  const gap = isOnOwnLine
    ? `${style.eol}${indent}${form.comment} ${todo(eventType, undefined)}${style.eol}${indent}`
    : ' ';
  const comma = /^\s*,/.exec(text.slice(last.endIndex))?.[0];
  if (comma === undefined) return insertion(last.endIndex, `,${gap}${entry}`, literal);
  const end = last.endIndex + comma.length;
  const comment = new RegExp(`^[ \\t]*(${form.comment}.*)?$`);
  return insertion(isOnOwnLine ? style.afterLineComment(end, comment) : end, `${gap}${entry},`, literal);
}

/** A function of the same type as another entry's; what is declared elsewhere has a type that is not known here. */
function goFunction(literal: string, sample: Node, indent: string): string | undefined {
  const [code] = sample.descendantsOfType('func_literal');
  const body = code?.childForFieldName('body');
  const result = code?.childForFieldName('result')?.text ?? '';
  if (!code || !body || !['', 'error'].includes(result)) return undefined;
  const head = sample.text.slice(code.startIndex - sample.startIndex, body.startIndex - sample.startIndex);
  return `${literal}: ${head}{${result === '' ? '' : `\n${indent}\treturn nil\n${indent}`}}`;
}
