/** `npm run check`: types, lint and formatting, each with its own tool. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from './build.ts';

const checks: readonly (readonly [tool: string, ...args: string[]])[] = [
  ['typescript/bin/tsc', '--project', '.'],
  ['typescript/bin/tsc', '--project', 'src/ui/panel/webview'],
  ['eslint/bin/eslint.js', '.', '--max-warnings', '0'],
  ['prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'],
];

/** Runs every check; true when all passed. */
export function check(): boolean {
  return checks.every(
    ([tool, ...args]) =>
      spawnSync(process.execPath, [join(root, 'node_modules', tool), ...args], {
        cwd: root,
        stdio: 'inherit',
      }).status === 0,
  );
}

if (import.meta.main) process.exitCode = check() ? 0 : 1;
