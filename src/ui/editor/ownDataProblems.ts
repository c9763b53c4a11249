import * as vscode from 'vscode';
import { parseTree, type Node } from 'jsonc-parser';
import { HumanError } from '../../humanError.ts';
import { fullPath, ownData, parseOwnData } from '../../payloads/ownData.ts';
import { validate } from '../../payloads/validate.ts';
import type { Lazily } from '../control/lazily.ts';
import { typeOfOwnDataFile } from '../control/ownDataFiles.ts';
import type { PayloadTools } from '../control/payloadTools.ts';

/** What a file of own data holds that Stripe would never send. It is sent nevertheless: that may be the point. */
export async function problemsOf(
  document: vscode.TextDocument,
  tools: Lazily<PayloadTools>,
): Promise<readonly vscode.Diagnostic[]> {
  const type = typeOfOwnDataFile(document.uri) ?? '';
  const text = document.getText();
  const { builder, events, schemas } = await tools.get();
  try {
    const values = parseOwnData(text, type);
    const payload = builder.build(type, { seed: 'own data', ...ownData(values) });
    const root = parseTree(text);
    return validate(payload, events, schemas, { strict: true }).flatMap(({ path, message }) => {
      const node = root && nodeAt(root, path);
      return node ? [warning(document, node, message)] : [];
    });
  } catch (error) {
    if (!(error instanceof HumanError)) throw error;
    // JSON that cannot be read is the JSON editor's to report.
    const root = parseTree(text, []);
    return root && error.message.startsWith(`${type}:`) ? [] : [warning(document, root, error.message)];
  }
}

/**
 * The part of the file that says what stands at a path of the event; keys may be dotted paths, or start at the object.
 */
function nodeAt(root: Node, path: string): Node | undefined {
  let found: Node | undefined;
  const visit = (node: Node, keys: readonly string[]): void => {
    for (const property of node.type === 'object' ? (node.children ?? []) : []) {
      const [key, value] = property.children ?? [];
      if (!key || !value) continue;
      const at = fullPath([...keys, ...String(key.value).split('.')]).join('.');
      if (path === at || path.startsWith(`${at}.`)) {
        found = value;
        visit(value, at.split('.'));
      }
    }
    if (node.type === 'array')
      node.children?.forEach((item, index) => {
        const at = [...keys, String(index)];
        if (!path.startsWith(at.join('.'))) return;
        found = item;
        visit(item, at);
      });
  };
  visit(root, []);
  return found === root ? undefined : found;
}

function warning(document: vscode.TextDocument, node: Node | undefined, message: string): vscode.Diagnostic {
  const start = document.positionAt(node?.offset ?? 0);
  const end = document.positionAt((node?.offset ?? 0) + (node?.length ?? 1));
  return new vscode.Diagnostic(new vscode.Range(start, end), message, vscode.DiagnosticSeverity.Warning);
}
