/** The stacks that stubs are proved in: where their packages come from, and how a stub is started there. */
import { execFile } from 'node:child_process';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { root } from '../../../../scripts/build.ts';
import { npm } from '../../../../scripts/setup/commands.ts';
import type { FrameworkId, Manifest } from '../../../../src/handlers/frameworks.ts';
import type { ServerCommand } from './server.ts';

export const run = promisify(execFile);

/** A language's packages, installed once for all its frameworks. */
export interface Stack {
  /** Commands that must be there. */
  readonly needs: readonly string[];
  /** Installs the packages into the folder, which is kept between runs. */
  readonly install: (folder: string) => Promise<unknown>;
}

/** One framework in its stack. */
export interface Proof {
  readonly framework: FrameworkId;
  readonly stack: keyof typeof stacks;
  /** What makes the framework be detected. */
  readonly manifests: readonly Manifest[];
  /** A statement that prints `WORK` and the event's id. */
  readonly work: string;
  readonly path?: string;
  /** Puts the stub into the folder and says how to start it. */
  readonly place: (folder: string, stub: { fileName: string; text: string }) => Promise<ServerCommand>;
}

const fixtures = join(root, 'test', 'fixtures', 'stubs');

/** Where the packages of a stack are kept. */
export function stackFolder(name: string): string {
  return join(root, '.vscode-test', 'stubs', name);
}

async function unlessSame(folder: string, file: string, install: () => Promise<unknown>): Promise<void> {
  const wanted = await readFile(join(folder, file), 'utf8');
  const mark = join(folder, '.installed');
  if ((await readFile(mark, 'utf8').catch(() => '')) === wanted) return;
  await install();
  await writeFile(mark, wanted);
}

export const stacks = {
  node: {
    needs: [],
    install: (folder) =>
      unlessSame(folder, 'package-lock.json', () => npm(['ci', '--ignore-scripts'], folder)),
  },
  python: {
    needs: ['python3'],
    install: (folder) =>
      unlessSame(folder, 'requirements.txt', async () => {
        await run('python3', ['-m', 'venv', join(folder, 'venv')]);
        await run(join(folder, 'venv', 'bin', 'pip'), ['install', '-q', '-r', 'requirements.txt'], {
          cwd: folder,
        });
      }),
  },
  go: { needs: ['go'], install: (folder) => run('go', ['mod', 'download'], { cwd: folder }) },
  java: { needs: ['java', 'mvn'], install: () => Promise.resolve() },
} satisfies Record<string, Stack>;

/** Copies a stack's fixed files and installs its packages. */
export async function prepareStack(name: keyof typeof stacks): Promise<string> {
  const folder = stackFolder(name);
  await mkdir(folder, { recursive: true });
  await cp(join(fixtures, name), folder, { recursive: true });
  await stacks[name].install(folder);
  return folder;
}

const nodeWork = `console.log('WORK', event.id);`;
// In one piece, which the threads of a server cannot come between.
const pythonWork = `print(f"WORK {event.id}\\n", end="", flush=True)`;

function nodeProof(framework: FrameworkId, packageName: string, typed: boolean): Proof {
  return {
    framework,
    stack: 'node',
    manifests: [
      { path: 'package.json', text: `{"dependencies":{"${packageName}":"*"}}` },
      ...(typed ? [{ path: 'tsconfig.json', text: '{}' }] : []),
    ],
    work: nodeWork,
    place: async (folder, { fileName, text }) => {
      const file = await write(join(folder, 'handlers', framework, fileName), text);
      return {
        command: process.execPath,
        args: ['--disable-warning=ExperimentalWarning', file],
        cwd: folder,
      };
    },
  };
}

async function write(file: string, text: string): Promise<string> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
  return file;
}

const nextjs: Proof = {
  ...nodeProof('nextjs', 'next', true),
  path: '/api/stripe-webhook',
  place: async (folder, { fileName, text }) => {
    const app = join(folder, 'handlers', 'nextjs');
    await rm(app, { recursive: true, force: true });
    await write(join(app, fileName), text);
    await write(join(app, 'package.json'), '{"name":"proof","private":true,"type":"module"}');
    // Else Next.js takes the whole repository for the app, and watches all of it.
    await write(
      join(app, 'next.config.mjs'),
      'export default { turbopack: { root: `${import.meta.dirname}/../..` } };\n',
    );
    const next = join(folder, 'node_modules', 'next', 'dist', 'bin', 'next');
    return {
      command: 'sh',
      args: [
        '-c',
        'exec "$0" "$1" dev --turbopack --hostname 127.0.0.1 --port "$PORT"',
        process.execPath,
        next,
      ],
      cwd: app,
      env: { NEXT_TELEMETRY_DISABLED: '1' },
    };
  },
};

const nestjs: Proof = {
  ...nodeProof('nestjs', '@nestjs/core', true),
  place: async (folder, { fileName, text }) => {
    const app = join(folder, 'handlers', 'nestjs');
    const controller = await write(join(app, fileName), text);
    await cp(join(folder, 'nest-main.ts'), join(dirname(controller), 'main.ts'));
    const outfile = join(app, 'main.mjs');
    await build({
      entryPoints: [join(dirname(controller), 'main.ts')],
      bundle: true,
      platform: 'node',
      format: 'esm',
      packages: 'external',
      outfile,
      tsconfigRaw: { compilerOptions: { experimentalDecorators: true } },
    });
    return { command: process.execPath, args: [outfile], cwd: folder };
  },
};

function pythonProof(
  framework: FrameworkId,
  start: (folder: string, handler: string) => Promise<string>,
): Proof {
  return {
    framework,
    stack: 'python',
    manifests: [{ path: 'requirements.txt', text: `${framework}\nstripe\n` }],
    work: pythonWork,
    place: async (folder, { fileName, text }) => {
      const file = await write(join(folder, framework, fileName), text);
      return {
        command: join(folder, 'venv', 'bin', 'python'),
        args: [await start(folder, file)],
        cwd: dirname(file),
      };
    },
  };
}

/** Every framework with a stub that is started; see the test for those that are only parsed. */
export const proofs: readonly Proof[] = [
  nodeProof('express', 'express', true),
  nodeProof('express', 'express', false),
  nodeProof('fastify', 'fastify', true),
  nodeProof('hono', 'hono', true),
  nodeProof('koa', 'koa', true),
  nodeProof('koa', 'koa', false),
  nestjs,
  nextjs,
  pythonProof('flask', (_folder, file) => Promise.resolve(file)),
  pythonProof('fastapi', (_folder, file) => Promise.resolve(file)),
  pythonProof('django', async (folder, file) => {
    const main = join(dirname(file), 'django_main.py');
    await cp(join(folder, 'django_main.py'), main);
    return main;
  }),
  {
    framework: 'go',
    stack: 'go',
    manifests: [{ path: 'go.mod', text: 'module shop\n\nrequire github.com/stripe/stripe-go/v85 v85.0.0\n' }],
    work: `log.SetFlags(0); log.SetOutput(os.Stdout); log.Println("WORK", event.ID)`,
    place: async (folder, { fileName, text }) => {
      const file = await write(join(folder, fileName), text);
      await run('go', ['build', '-o', 'proof', `./${dirname(fileName)}`], { cwd: folder });
      return { command: join(folder, 'proof'), args: [], cwd: dirname(file) };
    },
  },
  {
    framework: 'spring',
    stack: 'java',
    manifests: [
      {
        path: 'pom.xml',
        text: '<parent><groupId>org.springframework.boot</groupId></parent><groupId>com.example.shop</groupId>',
      },
    ],
    work: `System.out.println("WORK " + event.getId());`,
    place: async (folder, { fileName, text }) => {
      await write(join(folder, fileName), text);
      await run('mvn', ['-q', '-B', 'package', '-DskipTests'], { cwd: folder });
      return {
        command: 'sh',
        args: ['-c', 'exec java -jar target/stub-proof.jar --server.port="$PORT" --server.address=127.0.0.1'],
        cwd: folder,
      };
    },
  },
];
