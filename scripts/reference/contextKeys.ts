/** The context keys of `src/ids.ts`, with their types and what is said about them. */
import ts from 'typescript';

export interface ContextKey {
  readonly key: string;
  readonly type: string;
  readonly about: string;
}

/** Reads them from the source's text. Throws where it declares none. */
export function contextKeysIn(text: string): readonly ContextKey[] {
  const source = ts.createSourceFile('ids.ts', text, ts.ScriptTarget.Latest, true);
  const declaration = source.statements
    .filter((statement) => ts.isInterfaceDeclaration(statement))
    .find((statement) => statement.name.text === 'ContextKeys');
  if (!declaration) throw new Error('src/ids.ts declares no ContextKeys.');
  return declaration.members.filter(ts.isPropertySignature).map((member) => ({
    key: (member.name as ts.StringLiteral).text,
    type: member.type?.getText(source) ?? '',
    about: ts
      .getJSDocCommentsAndTags(member)
      .map(({ comment }) => (typeof comment === 'string' ? comment : ''))
      .join(' '),
  }));
}
