import assert from 'node:assert/strict';
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('../../..', import.meta.url));
// Within the repository, where the types of VS Code and Node are found.
const folder = join(root, 'out', 'api-example');

describe('docs/apps.md', () => {
  after(() => rm(folder, { recursive: true, force: true }));

  it('has an example that compiles with a copy of the published types, as people are told to make', async () => {
    const [, example] = /```ts\n([^]*?)```/.exec(await readFile(join(root, 'docs', 'apps.md'), 'utf8')) ?? [];
    assert.ok(example);
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'extension.ts'), example);
    await copyFile(join(root, 'api', 'stripe-webhooks.d.ts'), join(folder, 'stripe-webhooks.d.ts'));
    const program = ts.createProgram([join(folder, 'extension.ts')], {
      noEmit: true,
      strict: true,
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      types: ['node', 'vscode'],
    });
    const ours = program.getSourceFiles().filter(({ fileName }) => fileName.includes('api-example'));
    const problems = ours
      .flatMap((file) => [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)])
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
    assert.deepEqual([ours.length, problems], [2, []]);
  });
});
