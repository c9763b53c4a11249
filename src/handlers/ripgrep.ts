import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { languages } from './languages/table.ts';

/** A folder to search, and what the user wants left out. */
export interface SearchedFolder {
  /** Absolute path. */
  readonly folder: string;
  /** Glob patterns as in `files.exclude`, relative to the folder. */
  readonly exclude: readonly string[];
  /** Whether `.gitignore` and `.ignore` files count. */
  readonly useIgnoreFiles: boolean;
  readonly followSymlinks: boolean;
}

/** Longer files are generated or bundled, not written. */
const LONGEST_FILE = '1M';

/** The ripgrep that VS Code ships, below `vscode.env.appRoot`; undefined where it is somewhere else. */
export function ripgrepOf(appRoot: string): string | undefined {
  const name = process.platform === 'win32' ? 'rg.exe' : 'rg';
  const modules = ['node_modules', 'node_modules.asar.unpacked'];
  return modules
    .flatMap((folder) => [
      join(
        appRoot,
        folder,
        '@vscode',
        'ripgrep-universal',
        'bin',
        `${process.platform}-${process.arch}`,
        name,
      ),
      join(appRoot, folder, '@vscode', 'ripgrep', 'bin', name),
    ])
    .find((file) => existsSync(file));
}

/**
 * The source files of a folder, in portions as ripgrep finds them, as paths relative to the folder: those that match a
 * pattern, or all. Throws when ripgrep can't be run or doesn't understand what it is asked.
 */
export async function* sourceFiles(
  ripgrep: string,
  searched: SearchedFolder,
  pattern?: string,
): AsyncGenerator<readonly string[]> {
  const search = spawn(ripgrep, argumentsFor(searched, pattern), {
    cwd: searched.folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = once(search, 'exit') as Promise<[number | null]>;
  exited.catch(() => undefined);
  let complaint = '';
  search.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
  try {
    let rest = '';
    for await (const text of search.stdout.setEncoding('utf8') as AsyncIterable<string>) {
      const parts = (rest + text).split('\0');
      rest = parts.pop() ?? '';
      if (parts.length > 0) yield parts.map((path) => path.replace(/^\.[\\/]/, ''));
    }
    const [code] = await exited;
    // 1 is "nothing found"; 2 with nothing to say is a file that can't be read.
    if (code !== 0 && code !== 1 && complaint) throw new Error(`ripgrep: ${complaint.trim()}`);
  } finally {
    search.kill();
  }
}

function argumentsFor(searched: SearchedFolder, pattern: string | undefined): readonly string[] {
  const extensions = languages
    .flatMap((language) => language.extensions)
    .map((extension) => extension.slice(1));
  return [
    ...(pattern === undefined ? ['--files'] : ['--files-with-matches', '--regexp', pattern]),
    // As a type and not as a glob: a glob would bring back what is ignored.
    ...['--type-add', `handlers:*.{${extensions.join(',')}}`, '--type', 'handlers'],
    ...[
      '--null',
      '--no-messages',
      '--no-config',
      '--hidden',
      '--no-require-git',
      '--max-filesize',
      LONGEST_FILE,
    ],
    ...(searched.useIgnoreFiles ? [] : ['--no-ignore']),
    ...(searched.followSymlinks ? ['--follow'] : []),
    ...searched.exclude.flatMap((glob) => ['--glob', `!${anchored(glob)}`]),
    ...['--', '.'],
  ];
}

/** VS Code's `dist` is the one at the root; to ripgrep it would be one at any depth. */
function anchored(glob: string): string {
  return glob.startsWith('**') || glob.startsWith('/') ? glob : `/${glob}`;
}
