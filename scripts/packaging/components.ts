/** Other people's work that is inside the package: what the bundles took in, and the grammars. */
import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import { grammarFiles } from '../grammars.ts';
import { grammarLicences, mitLicence } from './grammarLicences.ts';

export interface Hash {
  /** As CycloneDX names it. */
  readonly alg: 'SHA-256' | 'SHA-512';
  /** In hexadecimal. */
  readonly content: string;
}

export interface Component {
  readonly name: string;
  /** Absent where who prebuilt it does not say. */
  readonly version?: string;
  /** SPDX expression. */
  readonly licence: string;
  /** Every licence file of it, whole. */
  readonly texts: readonly string[];
  /** The one file in the package that is it; absent when it is bundled with other code. */
  readonly file?: string;
  /** Of that file, or of the package as the registry has it. */
  readonly hash: Hash;
}

interface LockFile {
  readonly packages: Readonly<Record<string, { readonly integrity?: string } | undefined>>;
}

interface PackageJson {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
}

/** The folders, below the root, of all packages of which some code or data is in the bundles. */
export function bundledFolders(metafile: Metafile): readonly string[] {
  const inputs = Object.values(metafile.outputs).flatMap((output) => Object.entries(output.inputs));
  const folders = inputs
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([file]) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0]);
  return [...new Set(folders.filter((folder) => folder !== undefined))].sort();
}

/** Reads the packages in these folders. Throws a sentence for one without a licence or its text. */
export async function readPackages(root: string, folders: readonly string[]): Promise<readonly Component[]> {
  const lock = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')) as LockFile;
  return Promise.all(
    folders.map(async (folder) => {
      const manifest = JSON.parse(await readFile(join(root, folder, 'package.json'), 'utf8')) as PackageJson;
      const { name, version, license } = manifest;
      const texts = await licenceTexts(join(root, folder));
      const integrity = lock.packages[folder]?.integrity;
      if (license === undefined || texts.length === 0)
        throw new Error(`${name} ${version} would be shipped without its licence; see ${folder}.`);
      if (!integrity?.startsWith('sha512-'))
        throw new Error(`package-lock.json has no SHA-512 of ${name} ${version}; install it anew.`);
      const hash = Buffer.from(integrity.slice('sha512-'.length), 'base64').toString('hex');
      return { name, version, licence: license, texts, hash: { alg: 'SHA-512', content: hash } } as const;
    }),
  );
}

async function licenceTexts(folder: string): Promise<readonly string[]> {
  const files = (await readdir(folder)).filter((name) => /^(licen[cs]e|copying|notice)/i.test(name)).sort();
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
  return texts.map((text) => text.trim());
}

/**
 * The prebuilt grammars and their runtime. Those out of packages of their own come with these packages' licences; the
 * ones of VS Code's collection have none beside them. Throws a sentence for one whose licence is not known.
 */
export async function readGrammars(): Promise<readonly Component[]> {
  const files = grammarFiles().filter(({ own }) => !own);
  return Promise.all(
    files.map(async ({ file, path }) => {
      const known = grammarLicences[file];
      if (!known)
        throw new Error(`${file} would be shipped without its licence; name it in grammarLicences.ts.`);
      const content = createHash('sha256')
        .update(await readFile(path))
        .digest('hex');
      const { name, copyright } = known;
      const hash = { alg: 'SHA-256', content } as const;
      return { name, licence: 'MIT', texts: [mitLicence(copyright)], file: `dist/grammars/${file}`, hash };
    }),
  );
}

/** All of it, sorted by name. */
export async function readComponents(root: string, metafile: Metafile): Promise<readonly Component[]> {
  const grammarFolders = [...new Set(grammarFiles().map((grammar) => grammar.package))];
  const folders = [...bundledFolders(metafile), ...grammarFolders.map((name) => `node_modules/${name}`)];
  const components = [...(await readPackages(root, folders)), ...(await readGrammars())];
  return components.sort((a, b) => (a.name < b.name ? -1 : 1));
}
