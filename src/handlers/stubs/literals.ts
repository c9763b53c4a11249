import type { Handler } from '../handler.ts';
import type { Node } from '../syntax/treeSitter.ts';
import { respell } from './names.ts';
import type { StubRequest } from './request.ts';
import { upFrom, type Range } from './tree.ts';

/** Nodes that list types where one could stand alone. */
const LISTS =
  /^(array|list|tuple|set|array_creation_expression|array_initializer|element_value_array_initializer|collection_literal|array_expression|implicit_array_creation_expression)$/;
/** Constants that cannot stand beside strings, being variants of a type. */
const VARIANT = /^Event(Type|Object)::/;

const quotes: Readonly<Record<string, '"' | "'">> = { typescript: "'", php: "'", ruby: "'" };

/** A place that names event types, and what is to stand there for the new one. */
export interface Named {
  readonly node: Node;
  readonly by: string;
}

/** What names the type of a handler, a list of several as a whole, and what names the new one in the same way. */
export function nameLike(
  language: string,
  { eventType }: StubRequest,
  handler: Handler,
  literal: Node,
  sample: Range,
): Named | undefined {
  const by = spelling(language, eventType, handler, literal.text);
  if (by === undefined) return undefined;
  let node = literal;
  for (const outer of upFrom(literal)) {
    if (!isInside(outer, sample)) break;
    if (LISTS.test(outer.type) || outer.text === `string(${node.text})`) node = outer;
  }
  return { node, by };
}

function isInside(inner: Range, outer: Range): boolean {
  const isSame = inner.startIndex === outer.startIndex && inner.endIndex === outer.endIndex;
  return !isSame && outer.startIndex <= inner.startIndex && inner.endIndex <= outer.endIndex;
}

/** What names a type where another text names that of a handler; undefined where that text names the handler's alone. */
export function spelling(
  language: string,
  eventType: string,
  handler: Handler,
  text: string,
): string | undefined {
  if (handler.form === 'name')
    return isThin(eventType) === isThin(handler.eventType)
      ? respell(text, handler.eventType, eventType)
      : undefined;
  const [, prefix = '', quote] = /^([a-zA-Z$@]?)(["'])/.exec(text) ?? [];
  if (quote !== undefined) {
    const inner = text.slice(prefix.length + 1, -1);
    const said = inner.includes(handler.eventType)
      ? inner.replace(handler.eventType, eventType)
      : (respell(inner, handler.eventType, eventType) ?? eventType);
    return prefix + quote + said + quote;
  }
  if (VARIANT.test(text)) return respell(text, handler.eventType, eventType);
  const own = quotes[language] ?? '"';
  return own + eventType + own;
}

/** Whether events of a type carry no object. */
export function isThin(eventType: string): boolean {
  return /^v\d/.test(eventType);
}
