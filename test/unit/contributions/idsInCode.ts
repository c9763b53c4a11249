import { readFileSync } from 'node:fs';
import ts from 'typescript';

/** The ids that `src/ids.ts` declares. They are types, so they are read from its syntax tree. */
export interface IdsInCode {
  readonly commands: readonly string[];
  readonly settings: readonly string[];
  readonly tools: readonly string[];
  readonly contextKeys: readonly string[];
  readonly views: readonly string[];
}

/** Reads `src/ids.ts`. */
export function idsInCode(file: string): IdsInCode {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  return {
    commands: membersOf(source, 'Commands'),
    settings: membersOf(source, 'Settings'),
    tools: membersOf(source, 'Tools'),
    contextKeys: membersOf(source, 'ContextKeys'),
    views: stringsIn(source, 'views'),
  };
}

function membersOf(source: ts.SourceFile, name: string): string[] {
  const declaration = source.statements.find(
    (statement): statement is ts.InterfaceDeclaration =>
      ts.isInterfaceDeclaration(statement) && statement.name.text === name,
  );
  if (!declaration) throw new Error(`${name} is not declared in ${source.fileName}`);
  return declaration.members.map((member) => (member.name as ts.StringLiteral | ts.Identifier).text);
}

function stringsIn(source: ts.SourceFile, variable: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteral(node)) found.push(node.text);
    ts.forEachChild(node, visit);
  };
  for (const statement of source.statements) {
    if (!ts.isVariableStatement(statement)) continue;
    for (const { name, initializer } of statement.declarationList.declarations) {
      if (name.getText(source) === variable && initializer) visit(initializer);
    }
  }
  return found;
}
