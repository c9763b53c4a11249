import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { languages } from '../../../src/handlers/languages/table.ts';

describe('The files that editor features look at', () => {
  it('are those of the finder’s languages', async () => {
    const file = fileURLToPath(new URL('../../../src/ui/editor/handlers/sources.ts', import.meta.url));
    const [, listed = ''] = /\*\.\{([\w,]+)\}/.exec(await readFile(file, 'utf8')) ?? [];
    const known = languages.flatMap(({ extensions }) => extensions.map((extension) => extension.slice(1)));
    assert.deepEqual(listed.split(',').sort(), [...new Set(known)].sort());
  });
});
