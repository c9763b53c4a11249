import type { Problem } from '../problem.ts';
import type { Node } from '../syntax/treeSitter.ts';
import { expressParser, expressRaw, frameworks, reserialised, type Framework } from './frameworks.ts';
import { expressionFrom, isCode, nodeAt, placeOf } from './places.ts';

/** The calls that check a signature over the body they are given first. */
const CHECKS =
  /\b(?:constructEvent(?:Async)?|construct_event(?:_async)?|ConstructEvent(?:WithOptions)?|parse_?[eE]vent_?[nN]otification(?:Async)?|ParseEventNotification)\b/g;
/** How often a variable is followed to where it was set. */
const HOPS = 3;

/** Signature checks over a body that is no longer what was sent. */
export function parsedBodies(path: string, root: Node): readonly Problem[] {
  const { text } = root;
  const framework = frameworks.find(({ isUsedIn }) => isUsedIn(path, text));
  return [...text.matchAll(CHECKS)].flatMap(({ index }) => {
    const body = bodyGivenTo(root, index);
    const parsed = body && whereParsed(root, body, framework);
    return parsed
      ? [
          {
            kind: 'parsedBody' as const,
            framework: framework?.id,
            raw: framework?.id === 'express' ? undefined : framework?.raw,
            ...placeOf(parsed),
          },
        ]
      : [];
  });
}

/** The first argument of the call whose name stands at an index. */
function bodyGivenTo(root: Node, index: number): Node | undefined {
  const name = nodeAt(root, index);
  if (!name || !isCode(name)) return undefined;
  for (let node = name.parent, depth = 0; node && depth < 4; node = node.parent, depth++) {
    if (!/call|invocation/.test(node.type)) continue;
    const list =
      node.childForFieldName('arguments') ??
      node.namedChildren.find((child) => child && /argument/.test(child.type));
    const argument = list?.namedChildren.find((child) => child && isArgument(child));
    return argument ? valueOf(argument) : undefined;
  }
  return undefined;
}

function isArgument(node: Node): boolean {
  return node.type !== 'comment';
}

/** Without the name of a named argument, or the wrapper that some grammars put around each. */
function valueOf(argument: Node): Node {
  const value = argument.childForFieldName('value');
  if (value) return value;
  return /argument$/.test(argument.type) ? (argument.namedChild(0) ?? argument) : argument;
}

/** The expression that parsed the body, followed through variables. */
function whereParsed(root: Node, body: Node, framework: Framework | undefined): Node | undefined {
  const { text } = root;
  let node: Node | undefined = body;
  for (let hop = 0; node && hop < HOPS; hop++) {
    const source: string = node.text;
    if (isParsed(source, text, framework)) return node;
    const name = /^&?(\$?\w+)(?:\.\w+\(\))?$/.exec(source.trim())?.[1];
    node = name === undefined ? undefined : setBefore(root, node.startIndex, name);
  }
  return undefined;
}

function isParsed(source: string, text: string, framework: Framework | undefined): boolean {
  if (reserialised.test(source)) return true;
  if (!framework || framework.unless?.test(text)) return false;
  if (framework.id === 'express')
    return /\breq(?:uest)?\.body\b/.test(source) && expressParser.test(text) && !expressRaw.test(text);
  return framework.parsed.test(source);
}

/** What a variable was last set to before an index. */
function setBefore(root: Node, index: number, name: string): Node | undefined {
  const escaped = name.replace('$', '\\$');
  const setting = new RegExp(
    `(?<![\\w$.])${escaped}(?:\\s*:\\s*[\\w.<>[\\]| ]+)?(?:,\\s*\\w+)?\\s*:?=(?![=>])\\s*`,
    'g',
  );
  // A named argument may be called like the variable it is given.
  const last = [...root.text.slice(0, index).matchAll(setting)].findLast(
    ({ index: at, 0: { length } }) => at + length < index,
  );
  const start = last && nodeAt(root, last.index + last[0].length);
  return start && isCode(start) ? expressionFrom(start) : undefined;
}
