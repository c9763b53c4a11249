/** Reads the doc comments of the SDK's declarations. */
import ts from 'typescript';

export interface DocComment {
  /** Markdown. */
  readonly description?: string;
  readonly deprecated?: true;
}

/** The doc comment before a node. */
export function docComment(node: ts.Node): DocComment {
  const text = node.getSourceFile().text;
  const range = ts.getLeadingCommentRanges(text, node.getFullStart())?.at(-1);
  if (!range || !text.startsWith('/**', range.pos)) return {};
  const lines = text
    .slice(range.pos + 3, range.end - 2)
    .split('\n')
    .map((line) => line.replace(/^\s*\* ?/, '').trim());
  const firstTag = lines.findIndex((line) => line.startsWith('@'));
  const description = lines
    .slice(0, firstTag < 0 ? lines.length : firstTag)
    .join('\n')
    .trim();
  return {
    ...(description && { description }),
    ...(lines.some((line) => line.startsWith('@deprecated')) && { deprecated: true as const }),
  };
}

/** Markdown as one line of plain text: links become their words. */
export function plainText(markdown: string): string {
  return markdown
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll('&mdash;', '—')
    .replaceAll('`', '')
    .replaceAll('**', '')
    .replace(/\s+/g, ' ')
    .trim();
}
