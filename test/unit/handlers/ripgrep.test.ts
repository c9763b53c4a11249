import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ripgrepOf, sourceFiles, type SearchedFolder } from '../../../src/handlers/ripgrep.ts';

const appRoot = fileURLToPath(
  new URL('../../../.vscode-test/vscode-server/node_modules/code-server/lib/vscode/', import.meta.url),
);

describe('Source files by ripgrep', () => {
  let folder: string;
  let ripgrep = '';

  before(async () => {
    ripgrep = ripgrepOf(appRoot) ?? '';
    assert.ok(ripgrep, 'VS Code’s server is not installed in .vscode-test; `npm test` installs it.');
    folder = await mkdtemp(join(tmpdir(), 'ripgrep-'));
    const files: Readonly<Record<string, string>> = {
      '.gitignore': 'generated/\n*.gen.ts\n',
      'src/a.ts': 'invoice.paid',
      'src/b.py': 'nothing',
      'src/c.gen.ts': 'invoice.paid',
      'generated/d.ts': 'invoice.paid',
      'dist/e.ts': 'invoice.paid',
      'src/dist/f.ts': 'invoice.paid',
      'node_modules/x/g.ts': 'invoice.paid',
      'docs/readme.md': 'invoice.paid',
      'ünïcode name/h.rb': 'invoice.paid',
      'src/big.ts': 'invoice.paid' + ' '.repeat(1024 * 1024),
    };
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
  });
  after(async () => {
    if (folder) await rm(folder, { recursive: true });
  });

  async function search(pattern?: string, options: Partial<SearchedFolder> = {}): Promise<readonly string[]> {
    const searched = {
      folder,
      exclude: ['**/node_modules', 'dist'],
      useIgnoreFiles: true,
      followSymlinks: true,
    };
    const found: string[] = [];
    for await (const paths of sourceFiles(ripgrep, { ...searched, ...options }, pattern))
      found.push(...paths);
    return found.map((path) => path.replaceAll('\\', '/')).sort();
  }

  it('are of a known language, match, and are neither ignored by git nor excluded in the settings', async () => {
    assert.deepEqual(await search('invoice\\.paid'), ['src/a.ts', 'src/dist/f.ts', 'ünïcode name/h.rb']);
  });

  it('are all of them without a pattern', async () => {
    assert.deepEqual(await search(), ['src/a.ts', 'src/b.py', 'src/dist/f.ts', 'ünïcode name/h.rb']);
  });

  it('include those that git ignores where the user wants so', async () => {
    assert.deepEqual(await search('invoice\\.paid', { useIgnoreFiles: false }), [
      'generated/d.ts',
      'src/a.ts',
      'src/c.gen.ts',
      'src/dist/f.ts',
      'ünïcode name/h.rb',
    ]);
  });

  it('are none where nothing matches', async () => {
    assert.deepEqual(await search('charge\\.refunded'), []);
  });

  it('cannot be had for a pattern that is none, or from a program that is not there', async () => {
    await assert.rejects(search('('), /ripgrep: .*unclosed group/s);
    const elsewhere = sourceFiles(join(folder, 'no-rg'), {
      folder,
      exclude: [],
      useIgnoreFiles: true,
      followSymlinks: true,
    });
    await assert.rejects(elsewhere.next(), /ENOENT/);
  });

  it('is where VS Code keeps it, or nowhere', () => {
    assert.equal(ripgrepOf(folder), undefined);
  });
});
