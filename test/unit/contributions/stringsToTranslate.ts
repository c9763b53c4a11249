import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/**
 * The texts below a folder that are shown to a person, as the translations name them: the first arguments of every
 * `l10n.t(…)` call, and what is tagged with `sentence` or `phrase`. Throws where a call's is not a literal.
 */
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
      if (ts.isTaggedTemplateExpression(node) && /^(sentence|phrase)$/.test(node.tag.getText(source)))
        strings.add(templateOf(node.template));
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return strings;
}

/** `The endpoint {0} was deleted.` */
function templateOf(template: ts.TemplateLiteral): string {
  if (ts.isNoSubstitutionTemplateLiteral(template)) return template.text;
  return template.templateSpans.reduce(
    (text, { literal }, index) => `${text}{${index}}${literal.text}`,
    template.head.text,
  );
}
