import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** The first arguments of every `l10n.t(…)` call below a folder. Throws where one is not a literal. */
export function stringsToTranslate(folder: string): ReadonlySet<string> {
  const strings = new Set<string>();
  for (const file of globSync('**/*.ts', { cwd: folder })) {
    const source = ts.createSourceFile(
      file,
      readFileSync(join(folder, file), 'utf8'),
      ts.ScriptTarget.Latest,
      true,
    );
    const visit = (node: ts.Node): void => {
      if (ts.isCallExpression(node) && /\bl10n\.t$/.test(node.expression.getText(source))) {
        const [text] = node.arguments;
        if (!text || !ts.isStringLiteralLike(text)) throw new Error(`${file}: l10n.t needs a literal`);
        strings.add(text.text);
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return strings;
}
