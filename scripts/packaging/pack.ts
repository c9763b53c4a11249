/** The `.vsix`, made by the Marketplace's own packager. */
import { execFile } from 'node:child_process';
import { glob, mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../build.ts';
import { allowList, compareWithAllowed } from './shipped.ts';
import { readManifest, stage } from './stage.ts';

/** Largest size of the package, in bytes. */
export const sizeLimit: number = 6 * 1024 * 1024;

export interface Package {
  /** The `.vsix`. */
  readonly file: string;
  readonly bytes: number;
  /** What is inside, relative to the extension's root, sorted. */
  readonly files: readonly string[];
}

/**
 * Said of more than 100 files of JavaScript, for they might not be bundled. These are: activation loads one of them, and
 * the others are loaded when they are used.
 */
const isSplitOnPurpose = /you should bundle your extension/;

const run = promisify(execFile);
const vsce = join(root, 'node_modules', '@vscode', 'vsce', 'vsce');

/**
 * Builds and packs into `file`. The same sources give the same bytes. Throws a sentence when something is inside that
 * is not allowed or not when it should, when the package is too large, or when the packager has anything to say.
 */
export async function makePackage(file: string): Promise<Package> {
  const folder = await mkdtemp(join(tmpdir(), 'stripe-webhooks-package-'));
  try {
    await stage(folder);
    const files = await filesIn(folder);
    checkFiles(files);
    await mkdir(dirname(file), { recursive: true });
    await pack(folder, file);
    const { size } = await stat(file);
    if (size > sizeLimit) throw new Error(`The package has ${size} bytes; ${sizeLimit} are allowed.`);
    return { file, bytes: size, files };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function filesIn(folder: string): Promise<readonly string[]> {
  const files: string[] = [];
  for await (const entry of glob('**/*', { cwd: folder, withFileTypes: true }))
    if (entry.isFile()) files.push(join(entry.parentPath, entry.name).slice(folder.length + 1));
  return files.map((file) => file.replaceAll('\\', '/')).sort();
}

function checkFiles(files: readonly string[]): void {
  const { unexpected, missing } = compareWithAllowed(files);
  if (unexpected.length > 0)
    throw new Error(
      `Not allowed in the package: ${unexpected.join(', ')}; name it in .vscodeignore if it is to be there.`,
    );
  if (missing.length > 0) throw new Error(`Missing in the package: ${missing.join(', ')}.`);
}

async function pack(folder: string, file: string): Promise<void> {
  const { version } = await readManifest();
  // Pictures and links of the README lead to the version's tag, so that a page shows what its version is.
  const args = [
    'package',
    '--out',
    file,
    '--no-dependencies',
    '--ignoreFile',
    allowList,
    '--githubBranch',
    `v${version}`,
  ];
  const env = {
    ...process.env,
    SOURCE_DATE_EPOCH: process.env['SOURCE_DATE_EPOCH'] ?? (await timeOfSources()),
  };
  const { stdout, stderr } = await run(process.execPath, [vsce, ...args], { cwd: folder, env });
  const warnings = `${stdout}\n${stderr}`
    .split('\n')
    .filter((line) => /\b(WARNING|ERROR)\b/.test(line) && !isSplitOnPurpose.test(line));
  if (warnings.length > 0) throw new Error(`vsce objects: ${warnings.join('\n')}`);
}

/** The last commit's time, for those in the zip: https://reproducible-builds.org/specs/source-date-epoch/. */
async function timeOfSources(): Promise<string> {
  const log = run('git', ['log', '-1', '--format=%ct'], { cwd: root });
  return log.then(
    ({ stdout }) => stdout.trim(),
    // Sources without their history get a fixed time.
    () => '946684800',
  );
}
