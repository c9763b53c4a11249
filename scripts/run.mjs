// Runs one of the project's TypeScript scripts: `node scripts/run.mjs scripts/test.ts [args]`.
// Plain JavaScript without dependencies, because it is what a fresh clone starts with, on any Node from 18 up.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const NODE_VERSION = '24.21.0';

/** npm, started the same way on every platform. */
export function npm(args, cwd) {
  execFileSync(process.platform === 'win32' ? 'npm.cmd' : 'npm', [...args, '--no-audit', '--no-fund'], {
    cwd,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
}

function modified(path) {
  return existsSync(path) ? statSync(path).mtimeMs : 0;
}

function ensureDependencies() {
  const installed = modified(join(root, 'node_modules', '.package-lock.json'));
  if (installed > 0 && installed >= modified(join(root, 'package-lock.json'))) return;
  console.log('Installing dependencies (npm ci) …');
  npm(['ci', '--ignore-scripts', '--loglevel=error'], root);
}

/** The running Node when it is recent enough to run TypeScript and `import.meta.main`; else one from npm, kept in .vscode-test. */
function suitableNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 24 || (major === 24 && minor >= 2)) return process.execPath;
  const home = join(root, '.vscode-test', 'node');
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  const binary = join(home, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (!runs(binary, `v${NODE_VERSION}`)) {
    console.log(`Installing Node ${NODE_VERSION} into .vscode-test (this one is ${process.versions.node}) …`);
    rmSync(home, { recursive: true, force: true });
    mkdirSync(home, { recursive: true });
    npm(
      [
        'install',
        '--prefix',
        home,
        '--no-save',
        '--ignore-scripts',
        '--loglevel=error',
        `${name}@${NODE_VERSION}`,
      ],
      home,
    );
  }
  return binary;
}

/** False for a binary that is absent, of another version, or was left half written. */
function runs(binary, version) {
  try {
    return execFileSync(binary, ['--version'], { encoding: 'utf8', stdio: 'pipe' }).trim() === version;
  } catch {
    return false;
  }
}

const [script, ...args] = process.argv.slice(2);
if (!script) throw new Error('usage: node scripts/run.mjs SCRIPT.ts [arguments]');
ensureDependencies();
const node = suitableNode();
const env = {
  ...process.env,
  PATH: `${dirname(node)}${process.platform === 'win32' ? ';' : ':'}${process.env.PATH}`,
};
const child = spawn(node, ['--disable-warning=ExperimentalWarning', join(root, script), ...args], {
  cwd: process.cwd(),
  env,
  stdio: 'inherit',
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
