import { parseTree, type ParseError } from 'jsonc-parser';

/** The offset of the first mistake in a JSON text; undefined when there is none. Comments are mistakes too. */
export function problemIn(text: string): number | undefined {
  const errors: ParseError[] = [];
  parseTree(text, errors, { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false });
  return errors[0]?.offset;
}
