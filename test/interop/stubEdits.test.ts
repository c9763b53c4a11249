import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isOnPath } from '../../scripts/setup/commands.ts';
import { root } from '../../scripts/build.ts';
import type { HandlerFinder } from '../../src/handlers/finder.ts';
import { insertStub } from '../../src/handlers/stub.ts';
import { createFinder } from '../unit/handlers/support.ts';
import {
  goSamples,
  javaSamples,
  pythonSamples,
  rustSamples,
  typescriptSamples,
  type Sample,
} from './support/stubs/samples.ts';
import { run } from './support/stubs/stacks.ts';

/** How a language's own compiler is asked about files. */
interface Compiler {
  readonly command: string;
  readonly samples: readonly Sample[];
  /** Where the sample of a number is put. */
  readonly fileOf: (sample: Sample, index: number) => string;
  /** Further files that the compiler needs. */
  readonly beside?: (files: readonly string[]) => Readonly<Record<string, string>>;
  readonly args: (files: readonly string[]) => readonly string[];
}

const compilers: Readonly<Record<string, Compiler>> = {
  Go: {
    command: 'go',
    samples: goSamples,
    fileOf: (_sample, index) => `s${index}/shop.go`,
    beside: () => ({ 'go.mod': 'module shop\n\ngo 1.21\n' }),
    args: () => ['vet', './...'],
  },
  Rust: {
    command: 'rustc',
    samples: rustSamples,
    fileOf: (_sample, index) => `s${index}.rs`,
    beside: (files) => ({
      'lib.rs': files.map((file) => `mod ${file.replace('.rs', '')};\n`).join(''),
    }),
    args: () => ['--edition', '2021', '--crate-type', 'lib', '--emit', 'metadata', 'lib.rs'],
  },
  Java: {
    command: 'javac',
    samples: javaSamples,
    fileOf: ({ name }) => `${name}.java`,
    args: (files) => ['-d', 'classes', ...files],
  },
  Python: {
    command: 'python3',
    samples: pythonSamples,
    fileOf: (_sample, index) => `s${index}.py`,
    args: (files) => ['-m', 'py_compile', ...files],
  },
  TypeScript: {
    command: 'node',
    samples: typescriptSamples,
    fileOf: (_sample, index) => `s${index}.ts`,
    beside: () => ({
      'package.json': '{"type":"module"}',
      'tsconfig.json':
        '{"compilerOptions":{"noEmit":true,"strict":true,"target":"es2022","module":"nodenext","types":[]}}',
    }),
    args: () => [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', '.'],
  },
};

describe('handlers added to files, as the languages’ own compilers see them', function () {
  this.timeout(120_000);
  let finder: HandlerFinder;
  let folder: string;
  before(async () => {
    finder = await createFinder();
    folder = await mkdtemp(join(tmpdir(), 'stub-edits-'));
  });
  after(async () => {
    finder.dispose();
    await rm(folder, { recursive: true });
  });

  for (const [language, { command, samples, fileOf, beside, args }] of Object.entries(compilers))
    it(`${language}: ${samples.map(({ name }) => name).join(', ')}`, async function () {
      if (!isOnPath(command)) this.skip();
      const cwd = join(folder, language);
      const files = samples.map(fileOf);
      const texts = samples.map((sample, index) => added(fileOf(sample, index), sample));
      for (const [index, file] of files.entries()) await write(join(cwd, file), texts[index] ?? '');
      for (const [file, text] of Object.entries(beside?.(files) ?? {})) await write(join(cwd, file), text);
      await run(command, args(files), { cwd }).catch((error: { stdout: string; stderr: string }) => {
        assert.fail(error.stdout + error.stderr);
      });
    });

  function added(file: string, { name, text }: Sample): string {
    const edit = insertStub(file, text, 'invoice.payment_failed', finder);
    assert.ok('offset' in edit, `${name}: ${'refused' in edit ? edit.refused : ''}`);
    return text.slice(0, edit.offset) + edit.newText + text.slice(edit.offset);
  }
});

async function write(file: string, text: string): Promise<void> {
  await mkdir(join(file, '..'), { recursive: true });
  await writeFile(file, text);
}
