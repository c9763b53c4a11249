import { lastName } from '../finding/eventTypeNames.ts';
import type { Node } from '../syntax/treeSitter.ts';
import { emptied, functionIn, type Emptied, type Space } from './functions.ts';
import { handlerName } from './names.ts';
import type { StubRequest } from './request.ts';
import { named, substitute, upFrom } from './tree.ts';

/** What an event type is mapped to, and the type. */
export interface Mapped {
  readonly value: Node;
  readonly eventType: string;
}

/**
 * Something to map the new type to that is of the sort of a sample: a function without work. Undefined where the sample
 * names what is declared elsewhere, so that it can't be told how a function must look.
 */
export function valueLike(
  language: string,
  request: StubRequest,
  { value, eventType }: Mapped,
  space: Space,
): Emptied | undefined {
  const code = functionIn(language, value);
  if (!code) {
    const text = references[language]?.(request, { value, eventType }, space);
    return text === undefined
      ? undefined
      : { text, holdsNote: space.note !== undefined && text.includes(space.note()) };
  }
  const empty = emptied(language, code, space);
  if (!empty) return undefined;
  const { startIndex, endIndex } = code;
  return { ...empty, text: substitute(request.text, value, [{ startIndex, endIndex, by: empty.text }]) };
}

type Reference = (request: StubRequest, mapped: Mapped, space: Space) => string | undefined;

const references: Readonly<Record<string, Reference>> = {
  typescript: (_request, _mapped, { style, indent, unit, note }) =>
    note === undefined
      ? 'async (event) => {}'
      : ['async (event) => {', indent + unit + note('event.data.object'), `${indent}}`].join(style.eol),
  python: () => 'lambda event: None',
  ruby: ({ eventType }, { value, eventType: from }) =>
    value.type === 'simple_symbol'
      ? `:${handlerName('ruby', value.text.slice(1), from, eventType)}`
      : '->(event) {}',
  php: phpReference,
  elixir: elixirReference,
  go: goReference,
  java: javaReference,
  kotlin: kotlinReference,
  csharp: csharpReference,
  rust: rustReference,
};

/** Classes and methods by their names; elsewhere a function, which a constant expression may not hold. */
function phpReference({ eventType }: StubRequest, { value, eventType: from }: Mapped): string | undefined {
  const { text } = value;
  const renamed = (pattern: RegExp) =>
    text.replace(pattern, (_, before: string, name: string, after: string) => {
      return before + handlerName('php', name, from, eventType) + after;
    });
  if (/^\[?\\?[\w\\]+::class\]?$/.test(text)) return renamed(/^(\[?\\?(?:\w+\\)*)(\w+)(::class\]?)$/);
  if (/^\[.+, *(['"])\w+\1\]$/.test(text)) return renamed(/^(.*['"])(\w+)(['"]\])$/);
  if (/^(['"])\w+\1$/.test(text)) return renamed(/^(['"])(\w+)(['"])$/);
  const isConstant = [...upFrom(value)].some(({ type }) => /^(property|const)_element$/.test(type));
  return isConstant ? undefined : 'fn ($event) => null';
}

/** A function; in an attribute of a module, which can hold none, another of the functions that are captured there. */
function elixirReference({ eventType }: StubRequest, { value, eventType: from }: Mapped): string | undefined {
  const [, module, name = '', arity = '1'] = /^&((?:\w+\.)*)(\w+[?!]?)\/(\d)$/.exec(value.text) ?? [];
  if ([...upFrom(value)].some(({ type, text }) => type === 'unary_operator' && text.startsWith('@')))
    return module ? `&${module}${handlerName('elixir', name, from, eventType)}/${arity}` : undefined;
  const parameters = ['_event', ...Array.from({ length: Number(arity) - 1 }, () => '_')];
  return `fn ${parameters.slice(0, Number(arity)).join(', ')} -> :ok end`;
}

/** The declaration of what a value names, when that is in the same file. */
function declared({ root }: StubRequest, value: Node, ...types: readonly string[]): Node | undefined {
  const name = lastName(value.text.replace(/\s+as\s+\S+$/, ''));
  return types
    .flatMap((type) => root.descendantsOfType(type).filter((node) => node !== null))
    .find((node) => node.childForFieldName('name')?.text === name);
}

function goReference(request: StubRequest, { value }: Mapped, space: Space): string | undefined {
  const named = declared(request, value, 'function_declaration', 'method_declaration');
  const signature = named ?? goFunctionType(request, value);
  const parameters = signature?.childForFieldName('parameters')?.text;
  const result = signature?.childForFieldName('result')?.text ?? '';
  if (parameters === undefined || !['', 'error'].includes(result)) return undefined;
  const head = `func${parameters} ${result === '' ? '' : `${result} `}{`;
  const end = result === '' ? '' : 'return nil';
  if (space.note === undefined) return `${head}${end === '' ? '' : ` ${end} `}}`;
  const lines = [space.note(), ...(end === '' ? [] : [end])].map((line) => space.indent + space.unit + line);
  return [head, ...lines, `${space.indent}}`].join(space.style.eol);
}

/** The type of a map's functions, spelt out there or named and declared in the same file. */
function goFunctionType({ root }: StubRequest, value: Node): Node | undefined {
  const holder = [...upFrom(value)].find(({ type }) => type === 'composite_literal');
  const maps = (holder ?? root).descendantsOfType('map_type').filter((node) => node !== null);
  const [type, ...others] = maps.map((map) => map.childForFieldName('value')).filter((node) => node !== null);
  // An assignment does not say which map it is to: where all are alike there is no question.
  if (!type || (!holder && others.some(({ text }) => text !== type.text))) return undefined;
  if (type.type === 'function_type') return type;
  return root
    .descendantsOfType('type_spec')
    .find((spec) => spec?.childForFieldName('name')?.text === type.text)
    ?.childForFieldName('type') as Node | undefined;
}

const javaInterfaces: Readonly<Record<string, string>> = {
  Consumer: 'event -> {}',
  BiConsumer: '(event, context) -> {}',
  Runnable: '() -> {}',
  Function: 'event -> null',
  BiFunction: '(event, context) -> null',
};

function javaReference(request: StubRequest, { value }: Mapped): string | undefined {
  const isReference = value.type === 'method_reference';
  const method = isReference ? declared(request, value, 'method_declaration') : undefined;
  const type = method?.childForFieldName('type')?.text;
  if (method && type !== undefined && !/^(int|long|short|byte|char|float|double|boolean)$/.test(type)) {
    const names = named(method.childForFieldName('parameters') ?? method).map(
      (parameter) => parameter.childForFieldName('name')?.text ?? '',
    );
    return `${names.length === 1 ? names.join('') : `(${names.join(', ')})`} -> ${type === 'void' ? '{}' : 'null'}`;
  }
  const found = request.text.matchAll(/Map<String,\s*(\w+)\b/g);
  const lambdas = new Set([...found].map(([, name = '']) => javaInterfaces[name]));
  return lambdas.size === 1 ? [...lambdas][0] : undefined;
}

function kotlinReference(request: StubRequest, { value }: Mapped): string | undefined {
  const owner = [...upFrom(value)].find(({ type }) => type === 'property_declaration');
  const type = /\(([^()]*)\)\s*->\s*Unit\b/.exec((owner ?? request.root).text);
  if (type) {
    const count = (type[1] ?? '').split(',').filter((part) => part.trim() !== '').length;
    return count === 0 ? '{ }' : `{ ${['event', '_', '_', '_'].slice(0, count).join(', ')} -> }`;
  }
  const method = declared(request, value, 'function_declaration');
  const parameters = named(method ?? value).find(({ type }) => type === 'function_value_parameters');
  const isUnit = method && /\)\s*(:\s*Unit\s*)?\{/.test(method.text.slice(0, 500));
  return parameters && isUnit ? `{ ${parameters.text.slice(1, -1)} -> }` : undefined;
}

function csharpReference(request: StubRequest, { value }: Mapped): string | undefined {
  const method = declared(request, value, 'method_declaration');
  const names = ['e', 'context', 'third', 'fourth'];
  const head = (count: number) =>
    count === 1 ? 'e' : `(${Array.from({ length: count }, (_, index) => names[index]).join(', ')})`;
  if (method) {
    const count = named(method.childForFieldName('parameters') ?? method).length;
    const type = method.childForFieldName('returns')?.text ?? '';
    if (type === 'void') return `${head(count)} => { }`;
    return type === 'Task' ? `${head(count)} => Task.CompletedTask` : undefined;
  }
  const types = new Set(
    [...request.text.matchAll(/\b(Func|Action)<([^;{}()]*?)>+[\s(]/g)].map(([type]) => type.trim()),
  );
  const [type, ...others] = types;
  if (type === undefined || others.length > 0) return undefined;
  const count = type.replace(/^\w+</, '').split(',').length;
  if (type.startsWith('Action')) return `${head(count)} => { }`;
  return /\bTask>+\W*$/.test(type) ? `${head(count - 1)} => Task.CompletedTask` : undefined;
}

function rustReference(request: StubRequest, { value }: Mapped): string | undefined {
  const code = declared(request, value, 'function_item');
  const [, types, result] = /\bfn\(([^()]*)\)(?:\s*->\s*([^;,{]+))?/.exec(request.text) ?? [];
  if (!code && types === undefined) return undefined;
  const count = code
    ? named(code.childForFieldName('parameters') ?? code).filter(({ type }) => type === 'parameter').length
    : (types ?? '').split(',').filter((part) => part.trim() !== '').length;
  const given = (code ? code.childForFieldName('return_type')?.text : result) ?? '()';
  const isAsync = code && /^(pub(\(\w+\))?\s+)?async\b/.test(code.text);
  const end = /^\(\)/.test(given) ? '{}' : /\bResult<\(\)/.test(given) ? 'Ok(())' : undefined;
  if (isAsync || end === undefined) return undefined;
  return `|${Array.from({ length: count }, (_, index) => (index === 0 ? '_event' : '_')).join(', ')}| ${end}`;
}
