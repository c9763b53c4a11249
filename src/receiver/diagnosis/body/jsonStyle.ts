import { mapObjects, type JsonTree } from './jsonTree.ts';

/** How a program writes JSON. */
export interface JsonStyle {
  /** One level of indentation; empty: all in one line. */
  readonly indent: string;
  readonly colon: string;
  /** Between the parts of a line; with an indentation a line end follows. */
  readonly comma: string;
  readonly escapes: keyof typeof escapings;
  /** Whether keys are sorted; kept in order otherwise. */
  readonly sorted?: boolean;
}

/** What is escaped beyond what JSON demands, by those who do it. Applied to a string as `JSON.stringify` writes it. */
const escapings = {
  none: (text: string) => text,
  /** Python's `ensure_ascii`. */
  ascii: (text: string) => text.replace(/[^\x20-\x7e]/g, lower),
  /** PHP without flags. */
  php: (text: string) => text.replaceAll('/', '\\/').replace(/[^\x20-\x7f]/g, lower),
  /** Go, and Ruby on Rails. */
  html: (text: string) => text.replace(/[<>&\u2028\u2029]/g, lower),
  /** Gson. */
  gson: (text: string) => text.replace(/[<>&='\u2028\u2029]/g, lower),
  /** System.Text.Json. */
  dotnet: (text: string) =>
    text
      .replace(/\\(.)/g, (pair, character) => (character === '"' ? '\\u0022' : pair))
      .replace(/[<>&'+`\x7f]|[^\x20-\x7e]/g, upper),
} as const satisfies Record<string, (text: string) => string>;

function lower(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function upper(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/** Writes a tree in a style, without a final line end. */
export function writeJson(tree: JsonTree, style: JsonStyle): string {
  return write(style.sorted ? sorted(tree) : tree, style, '\n');
}

function write(tree: JsonTree, style: JsonStyle, lineEnd: string): string {
  const quoted = (text: string) => {
    const inside = JSON.stringify(text).slice(1, -1);
    return `"${escapings[style.escapes](inside)}"`;
  };
  const inner = lineEnd + style.indent;
  const list = (open: string, parts: readonly string[], close: string) => {
    if (parts.length === 0) return open + close;
    if (style.indent === '') return open + parts.join(style.comma) + close;
    return open + inner + parts.join(`,${inner}`) + lineEnd + close;
  };
  switch (tree.kind) {
    case 'string':
      return quoted(tree.text);
    case 'literal':
      return tree.text;
    case 'array':
      return list(
        '[',
        tree.items.map((item) => write(item, style, inner)),
        ']',
      );
    case 'object':
      return list(
        '{',
        tree.entries.map(([key, value]) => quoted(key) + style.colon + write(value, style, inner)),
        '}',
      );
  }
}

/** By code units, as sorting programs do for the ASCII keys of events. */
function sorted(tree: JsonTree): JsonTree {
  return mapObjects(tree, (entries) => [...entries].sort(([one], [other]) => (one < other ? -1 : 1)));
}
