import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Ajv } from 'ajv';
import type { Metafile } from 'esbuild';
import { build, root } from '../../../scripts/build.ts';
import { grammarFiles } from '../../../scripts/grammars.ts';
import {
  bundledFolders,
  readComponents,
  readPackages,
  type Component,
} from '../../../scripts/packaging/components.ts';
import { notices } from '../../../scripts/packaging/notices.ts';
import { sbom } from '../../../scripts/packaging/sbom.ts';
import { compareWithAllowed } from '../../../scripts/packaging/shipped.ts';
import { readManifest } from '../../../scripts/packaging/stage.ts';

interface Bom {
  readonly components: readonly { readonly purl: string; readonly hashes: readonly unknown[] }[];
}

describe('what is bundled', () => {
  let folder = '';
  let metafile: Metafile;
  let components: readonly Component[] = [];

  before('build', async () => {
    folder = await mkdtemp(join(tmpdir(), 'stripe-webhooks-bundled-'));
    metafile = await build(folder, { sourcemap: false });
    components = await readComponents(root, metafile);
  });
  after('remove the build', () => rm(folder, { recursive: true, force: true }));

  it('is named in the notices, each with its licence in full', async () => {
    const text = notices(components);
    const folders = bundledFolders(metafile);
    assert.ok(folders.includes('node_modules/stripe') && folders.includes('node_modules/yaml'));
    for (const each of folders) {
      const licence = await firstOf(['LICENSE', 'LICENSE.md'].map((name) => join(root, each, name)));
      assert.ok(text.includes(licence.trim()), `${each} is without its licence`);
    }
    for (const { file } of grammarFiles())
      assert.ok(hasLicence(components, file), `${file} is without a licence`);
  });

  it('is described by a valid bill of materials that names all of it', async () => {
    const document = sbom(await readManifest(), components) as Bom;
    const validate = await cycloneDx();
    assert.ok(validate(document), JSON.stringify(validate.errors?.slice(0, 3)));
    assert.ok(!validate({ ...document, components: [{ ...document.components[0], hashes: ['none'] }] }));
    for (const each of bundledFolders(metafile)) {
      const name = each.replace(/^.*node_modules\//, '').replace('@', '%40');
      assert.ok(
        document.components.some(({ purl }) => purl.startsWith(`pkg:npm/${name}@`)),
        each,
      );
    }
  });

  it('is under licences that let it be shipped', () => {
    assert.deepEqual(
      components.filter(({ licence }) => !/^(MIT|ISC|BSD-3-Clause|Apache-2\.0|CC-BY-4\.0)$/.test(licence)),
      [],
    );
  });
});

describe('a bundled package', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'stripe-webhooks-licences-'));
    await put('package-lock.json', { packages: { 'node_modules/it': { integrity: 'sha512-AAAA' } } });
    await put('node_modules/it/package.json', { name: 'it', version: '1.2.3', license: 'MIT' });
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('may be shipped with its licence, and what else it wants to be said', async () => {
    await put('node_modules/it/LICENCE.txt', 'do as you like');
    await put('node_modules/it/NOTICE', 'made by me');
    const [component] = await readPackages(folder, ['node_modules/it']);
    assert.deepEqual(component?.texts, ['do as you like', 'made by me']);
  });

  it('keeps the package from being made when it has no licence', async () => {
    await assert.rejects(readPackages(folder, ['node_modules/it']), /it 1\.2\.3 would be shipped without/);
    await put('node_modules/it/package.json', { name: 'it', version: '1.2.3' });
    await put('node_modules/it/LICENSE', 'do as you like');
    await assert.rejects(readPackages(folder, ['node_modules/it']), /it 1\.2\.3 would be shipped without/);
  });

  async function put(file: string, content: unknown): Promise<void> {
    const path = join(folder, file);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
  }
});

describe('the list of what may be in the package', () => {
  it('refuses source maps, sources, settings and secrets', () => {
    const strays = [
      'dist/extension.js.map',
      'src/extension.ts',
      '.env',
      'media/icon.svg',
      'dist/chunks/a.ts',
    ];
    assert.deepEqual(compareWithAllowed(strays).unexpected, strays);
  });

  it('tells what is missing', () => {
    assert.ok(compareWithAllowed([]).missing.includes('LICENSE'));
    assert.ok(!compareWithAllowed(['LICENSE']).missing.includes('LICENSE'));
  });
});

/** Grammars out of packages of their own have the licences of these. */
function hasLicence(components: readonly Component[], file: string): boolean {
  return components.some((component) => component.file?.endsWith(`/${file}`)) || !isFromCollection(file);
}

function isFromCollection(file: string): boolean {
  return grammarFiles().some((grammar) => grammar.file === file && !grammar.own);
}

async function firstOf(files: readonly string[]): Promise<string> {
  for (const file of files) {
    const text = await readFile(file, 'utf8').catch(() => undefined);
    if (text !== undefined) return text;
  }
  throw new Error(`None of ${files.join(', ')} exists.`);
}

/** The schema of CycloneDX 1.6, as its own library for JavaScript has it. */
async function cycloneDx() {
  const library = dirname(
    createRequire(import.meta.url).resolve('@cyclonedx/cyclonedx-library/package.json'),
  );
  const schema = async (name: string) =>
    JSON.parse(
      await readFile(join(library, 'res', 'schema', `${name}.SNAPSHOT.schema.json`), 'utf8'),
    ) as object;
  // Formats are not checked: they are those of addresses, of which there are none.
  const ajv = new Ajv({ strict: false, validateFormats: false });
  for (const name of ['spdx', 'jsf-0.82'])
    ajv.addSchema(await schema(name), `http://cyclonedx.org/schema/${name}.SNAPSHOT.schema.json`);
  return ajv.compile(await schema('bom-1.6'));
}
