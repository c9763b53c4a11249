import type { Node } from '../syntax/treeSitter.ts';
import { lastName } from './eventTypeNames.ts';

/** Names of data about events: what such a name holds, or is mapped to, handles none. */
const DATA_NAME =
  /fixture|mock|fake|payload|sample|example|label|title|icon|descr|message|text|template|colou?r|schema|badge|caption|counts?$|names?$|^(undefined|null|none|true|false)$/i;
/** Expressions that give a handler, such as `withRetry(onPaid)` or `handler.bind(this)`. */
const MAKES_HANDLER =
  /=>|\bfunction\b|\blambda\b|[hH]andle|[wW]rap|\bwith[A-Z_]|\bon[A-Z_]|\.bind\(|partial\(|[pP]rocess|compose|\(\.\.\.\)|\bmethod\(|Job\b|Listener\b/;
/** How functions and references to them start in some language. */
const FUNCTION =
  /^(->|(lambda|proc|fn|func|fun|function|static fn|static function|async)\b|Proc\.new|Box::new\(\|?|[|&](?=[\w.:|])|::)/;
/** A method called by its name. */
const METHOD_NAME = /^(["'])(on|handle|process)[A-Z_]\w*\1$/;
/** An object that carries its handler beside other things: `{ handler, retries: 3 }`. */
const HOLDS_HANDLER = /\b(handler?|handleEvent|listener|callback|run|process|execute|fn)\b["']?\s*[(:,}]/;

/** Whether what an event type is mapped to looks like code, not like data about the event. */
export function isHandlerValue(key: Node, value: Node | undefined): boolean {
  if (DATA_NAME.test(ownerName(key))) return false;
  if (!value || /function|lambda|closure|method_reference|callable_reference/.test(value.type)) return true;
  const text = value.text.slice(0, 500);
  if (FUNCTION.test(text)) return true;
  if (METHOD_NAME.test(text)) return true;
  if (/^["'`\d-]|^[a-zA-Z]{1,2}["']/.test(text)) return false;
  if (text.startsWith('{')) return HOLDS_HANDLER.test(text);
  const reference = text.replace(/^[[(]([^,()[\]]+)[^()]*[\])]$/, '$1');
  if (/[([]/.test(reference)) return MAKES_HANDLER.test(text);
  const name = lastName(reference);
  return name !== undefined && !DATA_NAME.test(name);
}

/** The name under which an expression is declared, assigned or passed on, e.g. `labels` in `const labels = { … }`. */
function ownerName(start: Node): string {
  let inner = start;
  for (let node = start.parent, depth = 0; node && depth < 8; inner = node, node = node.parent, depth++) {
    if (/function|lambda|class|method/.test(node.type)) return '';
    for (const field of ['name', 'left', 'key', 'property']) {
      const name = node.childForFieldName(field);
      if (name && !contains(name, inner)) return lastName(name.text) ?? '';
    }
  }
  return '';
}

/** Where a node is. */
export type Spot = Pick<Node, 'startIndex' | 'endIndex' | 'startPosition' | 'endPosition'>;

/** Whether a node's text lies inside another's. */
export function contains(outer: Spot, inner: Spot): boolean {
  return outer.startIndex <= inner.startIndex && inner.endIndex <= outer.endIndex;
}
