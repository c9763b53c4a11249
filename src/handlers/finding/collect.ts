import type { Handler, HandlerForm } from '../handler.ts';
import type { Match } from '../syntax/matcher.ts';
import type { Node } from '../syntax/treeSitter.ts';
import { lastName, unquote, type EventTypeNames } from './eventTypeNames.ts';
import { contains, isHandlerValue, type Spot } from './handlerValue.ts';

/** What a comparison must be about, unless the file is known to work with Stripe's events. */
const ABOUT_EVENTS = /type|event|topic|kind|\bty\b/i;
/** Longer texts are neither a type nor a constant. */
const LONGEST_NAME = 200;
const DEEPEST_COLLECTION = 5;
const COLLECTION =
  /^(&?\[|\(|\{|[%~]w|(new Set|set|frozenset|Set\.(new|of)|List\.of|Arrays\.asList|setOf|listOf|arrayOf|MapSet\.new|new\[\]|new (Hash)?(Set|List)<|array\(|(Immutable(Set|List))\.of|map\[string\](bool|struct)|vec!)\b|\[\]string)/;
/** Code inside of which no type is selected: a function's body, a string's parts, another comparison. */
const OPAQUE =
  /function|lambda|closure|block|string(_literal)?$|string_(content|fragment)|^binary(_expression|$)|comparison/;

interface Found {
  /** A node, or a word of one. */
  readonly node: Spot;
  readonly eventType: string;
  readonly form: HandlerForm;
  /** Listed elsewhere by name; gives way to a place that handles the type by itself. */
  readonly indirect?: true;
}

/** What the text as a whole says about its code. */
export interface Clues {
  /** The file works with Stripe's events, so that whatever is compared with a type is one. */
  readonly hasMarker: boolean;
  /** Methods are called by names derived from types. */
  readonly dispatches: boolean;
}

/** Reads the handlers of one file out of the matches of its language's query. */
export class Collector {
  private readonly names: EventTypeNames;
  private readonly clues: Clues;
  /** Whether strings that were meant to name a type, but don't, are handlers as well. */
  private readonly lenient: boolean;
  private readonly matches: Match[] = [];
  private readonly constants = new Map<string, string>();
  private readonly collections = new Map<string, Node>();

  constructor(names: EventTypeNames, clues: Clues, lenient = false) {
    this.names = names;
    this.clues = clues;
    this.lenient = lenient;
  }

  /** Takes in matches; gives the names of the constants and collections of event types declared in them. */
  add(matches: readonly Match[]): ReadonlySet<string> {
    this.matches.push(...matches);
    const declared = matches.flatMap((match) => this.note(first(match, 'name'), first(match, 'named')));
    return new Set(declared);
  }

  /** The handlers in the order of the text. */
  handlers(file: string): readonly Handler[] {
    return this.collect().map(({ node, eventType, form }) => ({
      file,
      eventType,
      line: node.startPosition.row,
      column: node.startPosition.column,
      endLine: node.endPosition.row,
      endColumn: node.endPosition.column,
      form,
    }));
  }

  /** In the order of the text, one for each place. */
  private collect(): readonly Found[] {
    const found = this.matches.flatMap((match) => this.read(match));
    const ignored = this.all('ignore');
    const kept = found.filter(({ node }) => !ignored.some((range) => contains(range, node)));
    const direct = new Set(kept.filter((one) => !one.indirect).map((one) => one.eventType));
    const places = new Map<number, Found>();
    for (const one of kept) {
      if (one.indirect && direct.has(one.eventType)) continue;
      if (!places.has(one.node.startIndex) || one.form === 'name') places.set(one.node.startIndex, one);
    }
    return [...places.values()].sort((a, b) => a.node.startIndex - b.node.startIndex);
  }

  private note(name: Node | undefined, value: Node | undefined): readonly string[] {
    if (!name || !value || /function|lambda|closure/.test(value.type)) return [];
    const literal = length(value) < LONGEST_NAME ? unquote(value.text) : undefined;
    const eventType = literal === undefined ? undefined : this.names.ofLiteral(literal);
    if (eventType !== undefined) this.constants.set(name.text, eventType);
    else if (COLLECTION.test(value.text.slice(0, LONGEST_NAME))) this.collections.set(name.text, value);
    else return [];
    return [name.text];
  }

  private read(match: Match): readonly Found[] {
    const subject = first(match, 'subject');
    if (subject && !this.isAboutEvents(subject)) return [];
    for (const [capture, nodes] of match) {
      const [node] = nodes;
      if (!node) continue;
      switch (capture) {
        case 'comparison':
          return this.compared(nodes);
        case 'guard':
          return this.all('condition').some((range) => contains(range, node)) ? this.compared(nodes) : [];
        case 'prefix':
          return this.prefixes(node);
        case 'includes':
          return [...this.selected(node, capture), ...this.listed(node)];
        case 'map-key':
        case 'listener':
          return this.selected(node, capture).filter(() => isHandlerValue(node, first(match, 'value')));
        case 'snake-key':
          return isHandlerValue(node, first(match, 'value'))
            ? named(node, this.clues.hasMarker && this.names.ofSnake(unquote(node.text) ?? ''), 'map-key')
            : [];
        case 'type-name':
          return named(node, this.names.ofConstant(lastName(node.text) ?? ''), 'name');
        case 'method-name':
          return named(node, /^on_?v\d/i.test(node.text) && this.names.ofMethod(node.text), 'name');
        case 'method':
          return named(node, this.clues.dispatches && this.names.ofMethod(node.text), 'name');
        case 'pattern':
          return this.all('pattern-holder').some((range) => contains(range, node))
            ? this.selected(node, 'case')
            : [];
        case 'case':
        case 'decorator':
        case 'property':
          return this.selected(node, capture);
        default:
      }
    }
    return [];
  }

  /** One operand names the type, the other must be an event's. */
  private compared(operands: readonly Node[]): readonly Found[] {
    for (const [node, subject] of [operands, operands.toReversed()]) {
      const eventType = node && this.typeOf(node);
      if (!node || eventType === undefined) continue;
      return subject && this.isAboutEvents(subject) ? [{ node, eventType, form: 'comparison' }] : [];
    }
    return [];
  }

  private prefixes(node: Node): readonly Found[] {
    const literals = unquote(node.text) === undefined ? children(node) : [node];
    return literals.flatMap((literal) => {
      const eventType = this.names.ofPrefix(unquote(literal.text) ?? '');
      return eventType === undefined ? [] : [{ node: literal, eventType, form: 'prefix' as const }];
    });
  }

  /** The types that a literal, a constant, or the items of a collection name. */
  private selected(node: Node, form: HandlerForm, depth = 0): readonly Found[] {
    if (node.type === 'quoted_content') return this.words(node, form);
    const eventType = this.typeOf(node) ?? this.namespaceOf(node, form);
    if (eventType !== undefined) return [{ node, eventType, form }];
    if (depth === DEEPEST_COLLECTION || (OPAQUE.test(node.type) && node.type !== 'string_array')) return [];
    return children(node).flatMap((child) => this.selected(child, form, depth + 1));
  }

  /** The words in Elixir's `~w(x y)`, which its grammar leaves in one piece. */
  private words(content: Node, form: HandlerForm): readonly Found[] {
    if (!content.parent?.text.startsWith('~w')) return [];
    return [...content.text.matchAll(/\S+/g)].flatMap(({ index, 0: word }) => {
      const eventType = this.names.ofLiteral(word);
      return eventType === undefined ? [] : [{ node: spotIn(content, index, word), eventType, form }];
    });
  }

  /** The items of a collection declared elsewhere in the file: `const wanted = ['x']; wanted.includes(event.type)`. */
  private listed(use: Node): readonly Found[] {
    const collection = this.collections.get(lastName(use.text.slice(0, LONGEST_NAME)) ?? '');
    if (!collection || collection.descendantsOfType('pair').length > 0) return [];
    return this.selected(collection, 'includes').map((found) => ({ ...found, indirect: true }));
  }

  private typeOf(node: Node): string | undefined {
    if (length(node) >= LONGEST_NAME) return undefined;
    if (node.type === 'bare_string') return this.names.ofLiteral(node.text);
    const { text } = node;
    return this.names.read(text, this.constants) ?? (this.lenient ? this.meant(text) : undefined);
  }

  private meant(source: string): string | undefined {
    const literal = unquote(source);
    return literal !== undefined && this.names.isMeant(literal) ? literal : undefined;
  }

  /** Listeners may name a prefix that ends in a dot: `subscribe 'customer.card.'`. */
  private namespaceOf(node: Node, form: HandlerForm): string | undefined {
    if (form !== 'listener' || length(node) >= LONGEST_NAME) return undefined;
    const literal = unquote(node.text);
    return literal?.endsWith('.') ? this.names.ofPrefix(literal) : undefined;
  }

  private isAboutEvents(subject: Node): boolean {
    // What is compared with an unknown type need not be one, whatever else the file does.
    const isKnownFile = this.clues.hasMarker && !this.lenient;
    return isKnownFile || ABOUT_EVENTS.test(subject.text.slice(0, LONGEST_NAME));
  }

  private all(capture: string): readonly Node[] {
    return this.matches.flatMap((match) => match.get(capture) ?? []);
  }
}

function named(node: Node, eventType: string | false | undefined, form: HandlerForm): readonly Found[] {
  return eventType ? [{ node, eventType, form }] : [];
}

function length(node: Node): number {
  return node.endIndex - node.startIndex;
}

function first(match: Match, capture: string): Node | undefined {
  return match.get(capture)?.[0];
}

function children(node: Node): readonly Node[] {
  return node.namedChildren.filter((child) => child !== null);
}

/** A word of a node's text. */
function spotIn({ text, startIndex, startPosition }: Node, offset: number, word: string): Spot {
  const lines = text.slice(0, offset).split('\n');
  const row = startPosition.row + lines.length - 1;
  const column = (lines.length === 1 ? startPosition.column : 0) + (lines.at(-1)?.length ?? 0);
  return {
    startIndex: startIndex + offset,
    endIndex: startIndex + offset + word.length,
    startPosition: { row, column },
    endPosition: { row, column: column + word.length },
  };
}
