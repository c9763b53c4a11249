import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { referencePage, referenceText } from '../../../scripts/reference/page.ts';

describe('docs/reference.md', () => {
  it('says what package.json declares (npm run docs writes it anew)', async () => {
    const [onDisk, wanted] = await Promise.all([readFile(referencePage, 'utf8'), referenceText()]);
    assert.equal(onDisk, wanted, 'Run `npm run docs`.');
  });

  it('lists every command and every setting', async () => {
    const text = await referenceText();
    const manifest = JSON.parse(
      await readFile(new URL('../../../package.json', import.meta.url), 'utf8'),
    ) as Manifest;
    const ids = [
      ...manifest.contributes.commands.map(({ command }) => command),
      ...manifest.contributes.configuration.flatMap(({ properties }) => Object.keys(properties)),
    ];
    assert.ok(ids.length > 50);
    assert.deepEqual(
      ids.filter((id) => !text.includes(`\`${id}\``)),
      [],
    );
  });
});

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly configuration: readonly { readonly properties: Readonly<Record<string, unknown>> }[];
  };
}
