import { createRequire } from 'node:module';

/** An XML element as a parser sees it. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Directly inside of it. */
  readonly text: string;
}

interface Parser {
  onopentag: (tag: { readonly name: string; readonly attributes: Record<string, string> }) => void;
  onclosetag: () => void;
  ontext: (text: string) => void;
  onerror: (error: Error) => void;
  write(text: string): Parser;
  close(): void;
}

// The package has no types of its own.
const { parser } = createRequire(import.meta.url)('sax') as { readonly parser: (strict: boolean) => Parser };

/** The elements of a document, in order. Throws when it is not well-formed. */
export function elementsOf(xml: string): readonly XmlElement[] {
  const elements: { name: string; attributes: Record<string, string>; text: string }[] = [];
  const open: (typeof elements)[number][] = [];
  const reader = parser(true);
  reader.onopentag = ({ name, attributes }) => {
    const element = { name, attributes: { ...attributes }, text: '' };
    elements.push(element);
    open.push(element);
  };
  reader.onclosetag = () => void open.pop();
  reader.ontext = (text) => {
    const element = open.at(-1);
    if (element) element.text += text;
  };
  reader.onerror = (error) => {
    throw error;
  };
  reader.write(xml).close();
  return elements;
}
