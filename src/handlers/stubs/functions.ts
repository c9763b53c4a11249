import type { Node } from '../syntax/treeSitter.ts';
import type { Style } from './style.ts';
import { named, upFrom } from './tree.ts';

/** Where an emptied function stands, and what is to be said in it. */
export interface Space {
  readonly style: Style;
  readonly indent: string;
  readonly unit: string;
  /** A comment; undefined where code stands on one line and a comment would swallow its rest. */
  readonly note: ((object?: string) => string) | undefined;
}

/** Code without its work, and whether the note found a place in it. */
export interface Emptied {
  readonly text: string;
  readonly holdsNote: boolean;
}

/** How a language writes functions: as values, and as methods. */
interface FunctionForm {
  /** Node types of functions, the innermost of nested ones last. */
  readonly nodes: readonly string[];
  readonly empty: (code: Node, space: Space) => Emptied | undefined;
}

const braced: FunctionForm['empty'] = (code, space) => {
  const body = bodyOf(code);
  const result = body && resultOf(code, body);
  return !body || result === undefined ? undefined : block(before(code, body), '{', result, '}', space);
};

const forms: Readonly<Record<string, FunctionForm>> = {
  typescript: {
    nodes: ['method_definition', 'function_expression', 'arrow_function', 'function_declaration'],
    empty: ecmascript,
  },
  go: { nodes: ['func_literal'], empty: braced },
  java: { nodes: ['method_declaration', 'lambda_expression'], empty: braced },
  csharp: {
    nodes: ['method_declaration', 'anonymous_method_expression', 'lambda_expression'],
    empty: csharp,
  },
  kotlin: { nodes: ['function_declaration', 'lambda_literal'], empty: kotlin },
  rust: { nodes: ['closure_expression', 'async_block'], empty: braced },
  php: { nodes: ['method_declaration', 'anonymous_function', 'arrow_function'], empty: php },
  python: { nodes: ['function_definition', 'lambda'], empty: python },
  ruby: { nodes: ['method', 'lambda', 'do_block', 'block'], empty: ruby },
  elixir: { nodes: ['anonymous_function'], empty: elixir },
};

/** The function that a node is, or holds; of one in another the inner, where that does the work. */
export function functionIn(language: string, node: Node): Node | undefined {
  const types = forms[language]?.nodes ?? [];
  const found = types.flatMap((type) =>
    node.type === type ? [node] : node.descendantsOfType(type).filter((inner) => inner !== null),
  );
  const [outermost] = found.toSorted((a, b) => a.startIndex - b.startIndex || b.endIndex - a.endIndex);
  return language === 'rust' ? (found.find(({ type }) => type === 'async_block') ?? outermost) : outermost;
}

/** A function with its head as it is and nothing to do; undefined where it must give what cannot be made up. */
export function emptied(language: string, code: Node, space: Space): Emptied | undefined {
  return forms[language]?.empty(code, space);
}

/** The body of a function. */
export function bodyOf(code: Node): Node | undefined {
  if (code.type === 'async_block') return named(code).at(-1);
  return (
    code.childForFieldName('body') ??
    named(code).find(({ type }) => ['function_body', 'arrow_expression_clause'].includes(type))
  );
}

function block(
  head: string,
  open: string,
  result: string,
  close: string,
  space: Space,
  object?: string,
): Emptied {
  const { style, indent, unit, note } = space;
  if (note === undefined)
    return { text: `${head}${open}${result === '' ? '' : ` ${result} `}${close}`, holdsNote: false };
  const lines = [note(object), ...(result === '' ? [] : [result])].map((line) => indent + unit + line);
  return { text: [head + open, ...lines, indent + close].join(style.eol), holdsNote: true };
}

function before(code: Node, body: Node): string {
  return code.text.slice(0, body.startIndex - code.startIndex);
}

/** The event's object is said where the parameter's name says that it is the event. */
function ecmascript(code: Node, space: Space): Emptied | undefined {
  const body = bodyOf(code);
  const result = body && resultOf(code, body);
  if (!body || result === undefined) return undefined;
  const [, event] =
    /^[^(]*\(?\s*(e|ev|evt|event|stripeEvent)\b/.exec(before(code, body).replace(/^async\s+/, '')) ?? [];
  const head = (givesPromise(code) ? 'async ' : '') + before(code, body);
  return block(head, '{', result, '}', space, event && `${event}.data.object`);
}

/** Whether a function without work must be made async to give a promise, as its sample may: `(event) => pay(event)`. */
export function givesPromise(code: Node): boolean {
  const body = bodyOf(code);
  if (!body || !/^(arrow_function|function_expression)$/.test(code.type) || /^async\b/.test(code.text))
    return false;
  return body.type !== 'statement_block' || /\breturn [^;]/.test(body.text);
}

function php(code: Node, space: Space): Emptied | undefined {
  if (code.type !== 'arrow_function') return braced(code, space);
  const body = bodyOf(code);
  return body && { text: `${before(code, body)}null`, holdsNote: false };
}

function csharp(code: Node, space: Space): Emptied | undefined {
  const body = bodyOf(code);
  // Without a result a lambda must be async to be taken for one that gives a task; it still is one that gives nothing.
  const isAwaited = /^async\b/.test(code.text) || !/lambda|anonymous/.test(code.type);
  if (!body || isAwaited) return braced(code, space);
  if (body.type === 'block') return block(before(code, body), '{', resultOf(code, body) ?? '', '}', space);
  const owner = [...upFrom(code)].find(({ type }) => /^(field|property|local)_declaration/.test(type));
  const isAction = owner !== undefined && /\bAction</.test(owner.text);
  return block(`${isAction ? '' : 'async '}${before(code, body)}`, '{', '', '}', space);
}

function kotlin(code: Node, space: Space): Emptied | undefined {
  if (code.type === 'function_declaration') {
    const body = bodyOf(code);
    const result = body && resultOf(code, body);
    return !body || result === undefined ? undefined : block(before(code, body), '{', result, '}', space);
  }
  const parameters = named(code).find(({ type }) => type === 'lambda_parameters');
  const head = parameters ? `{ ${parameters.text} ->` : '{';
  const { text, holdsNote } = block(head, '', '', '}', space);
  return { text: holdsNote ? text : `${head} }`, holdsNote };
}

function python(code: Node, { style, indent, unit, note }: Space): Emptied | undefined {
  const body = bodyOf(code);
  if (!body) return undefined;
  if (code.type === 'lambda') return { text: `${before(code, body)}None`, holdsNote: false };
  const head = before(code, body).trimEnd();
  const lines = [note?.() ?? '', 'pass'].filter((line) => line !== '').map((line) => indent + unit + line);
  return { text: [head, ...lines].join(style.eol), holdsNote: note !== undefined };
}

function ruby(code: Node, space: Space): Emptied | undefined {
  if (code.type === 'lambda') {
    const body = bodyOf(code);
    const inner = body && ruby(body, space);
    return inner && { ...inner, text: before(code, body) + inner.text };
  }
  const parameters = code.childForFieldName('parameters')?.text ?? '';
  if (code.type === 'block')
    return { text: parameters === '' ? '{}' : `{ ${parameters} }`, holdsNote: false };
  const head = code.type === 'do_block' ? 'do' : `def ${code.childForFieldName('name')?.text ?? ''}`;
  const gap = code.type === 'do_block' && parameters !== '' ? ' ' : '';
  return block(head + gap + parameters, space.note === undefined ? '; ' : '', '', 'end', space);
}

/** `fn event -> … end`, and one clause of a function: `def handle("x", event) do … end`. */
function elixir(code: Node, { style, indent, unit, note }: Space): Emptied | undefined {
  if (code.type === 'anonymous_function') {
    const [clause] = code.descendantsOfType('stab_clause');
    const head = clause?.childForFieldName('left')?.text ?? '';
    const parameters = head.replace(/\b(?<![_:])[a-z]\w*/g, '_$&');
    return { text: `fn ${parameters} -> :ok end`, holdsNote: false };
  }
  const parts = named(code);
  const body = parts.find(({ type }) => type === 'do_block');
  const options = named(parts.find(({ type }) => type === 'arguments') ?? code).find(
    ({ type }) => type === 'keywords',
  );
  const end = body ?? options;
  if (!end) return undefined;
  const head = before(code, end);
  if (!body || note === undefined)
    return { text: `${head.replace(/,?\s*$/, '')}, do: :ok`, holdsNote: false };
  return {
    text: [`${head}do`, indent + unit + note(), `${indent + unit}:ok`, `${indent}end`].join(style.eol),
    holdsNote: true,
  };
}

/** What an emptied function has to end with: nothing, or a statement. */
function resultOf(code: Node, body: Node): string | undefined {
  const type = typeOf(code, body);
  if (type !== undefined && /^(void|Unit|None|never)$/.test(type)) return '';
  if (type === 'error') return 'return nil';
  if (type === 'Promise<void>')
    return /\basync\b/.test(before(code, body)) ? '' : 'return Promise.resolve();';
  if (/^Task$|^ValueTask$/.test(type ?? '')) {
    const isAsync = /\basync\b/.test(before(code, body));
    return isAsync ? '' : `return ${type === 'Task' ? 'Task' : 'ValueTask'}.CompletedTask;`;
  }
  if (/\bOk\(\(\)\)\s*\}?$/.test(body.text)) return 'Ok(())';
  const result = lastResult(code, body);
  return result ?? (type === undefined ? '' : undefined);
}

/** The type that a function says it gives. */
function typeOf(code: Node, body: Node): string | undefined {
  for (const field of ['result', 'return_type', 'returns', 'type']) {
    const type = code.childForFieldName(field)?.text.replace(/^:\s*/, '');
    if (type !== undefined) return type;
  }
  return code.type === 'function_declaration'
    ? /\)\s*:\s*([\w<>?.]+)\s*=?\s*$/.exec(before(code, body))?.[1]
    : undefined;
}

/** The last `return` of a function, when that does not depend on what it was given or has worked out. */
function lastResult(code: Node, body: Node): string | undefined {
  const last = named(body)
    .filter(({ type }) => !type.includes('comment'))
    .at(-1);
  if (last?.type !== 'return_statement') return undefined;
  const earlier = code.text.slice(0, last.startIndex - code.startIndex);
  const words = last.text.match(/[A-Za-z_$]\w*/g) ?? [];
  const own = words.filter((word) => !/^(return|this|self|new|null|nil|true|false)$/.test(word));
  return own.some((word) => new RegExp(`(?<![\\w$])${word.replace('$', '\\$')}\\b`).test(earlier))
    ? undefined
    : last.text;
}
