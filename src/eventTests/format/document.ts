import { findNodeAtLocation, parseTree, printParseErrorCode, type Node, type ParseError } from 'jsonc-parser';
import { sentence } from '../../sentence.ts';
import { placeOf } from '../../textPlace.ts';
import { FixtureError } from '../fixtureError.ts';

type Json = Readonly<Record<string, unknown>>;

/** A way into a JSON text. */
export type Path = readonly (string | number)[];

/** A JSON text with the places of its parts, for errors that name them. */
export class JsonDocument {
  /** The object that the text holds. */
  readonly root: Json;
  readonly #text: string;
  readonly #file: string;
  readonly #tree: Node | undefined;

  /** Throws a `FixtureError` for what is no JSON object, or has a field twice. */
  constructor(text: string, file: string) {
    this.#text = text;
    this.#file = file;
    const errors: ParseError[] = [];
    this.#tree = parseTree(text, errors, { disallowComments: true });
    const [error] = errors;
    if (error)
      this.#failAt(error.offset, sentence`it is not valid JSON (${printParseErrorCode(error.error)})`);
    const value = this.#parsed();
    if (!isObject(value)) this.#failAt(this.#tree?.offset ?? 0, sentence`it does not hold a JSON object`);
    this.root = value;
    for (const path of [[], ['expect'], ['expect', 'body']]) this.#requireEachOnce(path);
  }

  /** A part as it stands in the text, without the indentation of its place. */
  textOf(path: Path): string {
    const node = this.#nodeAt(path);
    if (!node) return '';
    const text = this.#text.slice(node.offset, node.offset + node.length);
    const start =
      Math.max(this.#text.lastIndexOf('\n', node.offset), this.#text.lastIndexOf('\r', node.offset)) + 1;
    const [indentation = ''] = /^[ \t]*/.exec(this.#text.slice(start)) ?? [];
    // A JSON text holds line breaks between values alone, never inside of one.
    return indentation === '' ? text : text.replaceAll(`\n${indentation}`, '\n');
  }

  /** Throws the error of the part at a path, or of the nearest around one that is missing. */
  fail(path: Path, why: string): never {
    const node = this.#nodeAt(path) ?? this.#nodeAt(path.slice(0, -1)) ?? this.#tree;
    return this.#failAt(node?.offset ?? 0, why);
  }

  /** Throws the error of a field's name. */
  failName(path: Path, why: string): never {
    const property = this.#nodeAt(path)?.parent;
    return this.#failAt(property?.offset ?? 0, why);
  }

  /** As JavaScript reads it: the tree alone would take a field `__proto__` for something else. */
  #parsed(): unknown {
    try {
      return JSON.parse(this.#text);
    } catch {
      return this.#failAt(0, sentence`it is not valid JSON`);
    }
  }

  #nodeAt(path: Path): Node | undefined {
    return this.#tree && findNodeAtLocation(this.#tree, [...path]);
  }

  #requireEachOnce(path: Path): void {
    const seen = new Set<unknown>();
    const node = this.#nodeAt(path);
    if (node?.type !== 'object') return;
    for (const { offset, children: [key] = [] } of node.children ?? []) {
      const name: unknown = key?.value;
      if (seen.has(name)) this.#failAt(offset, sentence`it has the field "${String(name)}" twice`);
      seen.add(name);
    }
  }

  #failAt(offset: number, why: string): never {
    throw new FixtureError(this.#file, why, placeOf(this.#text, offset));
  }
}

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
