import { aspnetHandler } from './stubs/templates/aspnet.ts';
import { djangoHandler } from './stubs/templates/django.ts';
import { expressHandler } from './stubs/templates/express.ts';
import { fastapiHandler } from './stubs/templates/fastapi.ts';
import { fastifyHandler } from './stubs/templates/fastify.ts';
import { flaskHandler } from './stubs/templates/flask.ts';
import { goHandler } from './stubs/templates/go.ts';
import { honoHandler } from './stubs/templates/hono.ts';
import { koaHandler } from './stubs/templates/koa.ts';
import { nestjsHandler } from './stubs/templates/nestjs.ts';
import { nextjsHandler } from './stubs/templates/nextjs.ts';
import type { NodeStub } from './stubs/templates/node.ts';
import { laravelHandler, phpHandler } from './stubs/templates/php.ts';
import { railsHandler, sinatraHandler } from './stubs/templates/ruby.ts';
import { springHandler } from './stubs/templates/spring.ts';

/** A file that says what a project is made with, e.g. `package.json`. */
export interface Manifest {
  /** Relative to the workspace folder, with `/`. */
  readonly path: string;
  readonly text: string;
}

/** A framework that a complete handler can be written for, and where in the project it goes. */
export interface Framework {
  readonly id: FrameworkId;
  /** Its name. */
  readonly label: string;
  /** e.g. `TypeScript`. */
  readonly language: string;
  /** The new handler's path, relative to the workspace folder. */
  readonly fileName: string;
  readonly write: (eventType: string) => string;
}

export type FrameworkId =
  | 'express'
  | 'fastify'
  | 'nextjs'
  | 'nestjs'
  | 'hono'
  | 'koa'
  | 'flask'
  | 'fastapi'
  | 'django'
  | 'sinatra'
  | 'rails'
  | 'php'
  | 'laravel'
  | 'go'
  | 'spring'
  | 'aspnet';

/** The names of the files that `detectFrameworks` reads, as a glob. */
export const manifestGlob =
  '**/{package.json,tsconfig.json,requirements*.txt,pyproject.toml,Pipfile,Gemfile,composer.json,go.mod,pom.xml,build.gradle,build.gradle.kts,*.csproj}';

/** What the manifests say of the project, as far as a handler depends on it. */
interface Project {
  readonly typescript: boolean;
  readonly goMajor: number;
  readonly javaPackage: string;
}

interface Known {
  readonly label: string;
  readonly language: (project: Project) => string;
  readonly fileName: (project: Project) => string;
  readonly write: (eventType: string, project: Project) => string;
}

const newestStripeGo = 85;

function node(label: string, name: string, write: (stub: NodeStub) => string): Known {
  return {
    label,
    language: ({ typescript }) => (typescript ? 'TypeScript' : 'JavaScript'),
    fileName: ({ typescript }) => name + (typescript ? '.ts' : name.endsWith('/route') ? '.js' : '.mjs'),
    write: (eventType, { typescript }) => write({ eventType, typed: typescript }),
  };
}

function fixed(
  label: string,
  language: string,
  fileName: string,
  write: (eventType: string) => string,
): Known {
  return { label, language: () => language, fileName: () => fileName, write };
}

const known: Record<FrameworkId, Known> = {
  nestjs: fixed('NestJS', 'TypeScript', 'src/stripe-webhook.controller.ts', nestjsHandler),
  nextjs: node('Next.js', 'app/api/stripe-webhook/route', nextjsHandler),
  fastify: node('Fastify', 'stripe-webhook', fastifyHandler),
  hono: node('Hono', 'stripe-webhook', honoHandler),
  koa: node('Koa', 'stripe-webhook', koaHandler),
  express: node('Express', 'stripe-webhook', expressHandler),
  fastapi: fixed('FastAPI', 'Python', 'stripe_webhook.py', fastapiHandler),
  django: fixed('Django', 'Python', 'stripe_webhook.py', djangoHandler),
  flask: fixed('Flask', 'Python', 'stripe_webhook.py', flaskHandler),
  rails: fixed('Rails', 'Ruby', 'app/controllers/stripe_webhooks_controller.rb', railsHandler),
  sinatra: fixed('Sinatra', 'Ruby', 'stripe_webhook.rb', sinatraHandler),
  laravel: fixed('Laravel', 'PHP', 'app/Http/Controllers/StripeWebhookController.php', laravelHandler),
  php: fixed('PHP', 'PHP', 'stripe-webhook.php', phpHandler),
  go: {
    label: 'net/http',
    language: () => 'Go',
    fileName: () => 'cmd/stripe-webhook/main.go',
    write: (eventType, { goMajor }) => goHandler(eventType, goMajor),
  },
  spring: {
    label: 'Spring',
    language: () => 'Java',
    fileName: ({ javaPackage }) =>
      `src/main/java/${javaPackage.replaceAll('.', '/')}/StripeWebhookController.java`,
    write: (eventType, { javaPackage }) => springHandler(eventType, javaPackage),
  },
  aspnet: fixed('ASP.NET', 'C#', 'StripeWebhook.cs', aspnetHandler),
};

/** How the manifests of each kind name the frameworks; the first that is named wins in its file. */
const signs: readonly {
  readonly file: RegExp;
  readonly names: readonly (readonly [RegExp, FrameworkId])[];
}[] = [
  {
    file: /(^|\/)package\.json$/,
    names: [
      [/"@nestjs\/core"/, 'nestjs'],
      [/"next"\s*:/, 'nextjs'],
      [/"fastify"\s*:/, 'fastify'],
      [/"hono"\s*:/, 'hono'],
      [/"koa"\s*:/, 'koa'],
      [/"express"\s*:/, 'express'],
    ],
  },
  {
    file: /(^|\/)(requirements[^/]*\.txt|pyproject\.toml|Pipfile)$/,
    names: [
      [/^\s*["']?fastapi\b(?!-)/im, 'fastapi'],
      [/^\s*["']?django\b(?!-)/im, 'django'],
      [/^\s*["']?flask\b(?!-)/im, 'flask'],
    ],
  },
  {
    file: /(^|\/)Gemfile$/,
    names: [
      [/^\s*gem\s+["']rails["']/m, 'rails'],
      [/^\s*gem\s+["']sinatra["']/m, 'sinatra'],
    ],
  },
  {
    file: /(^|\/)composer\.json$/,
    names: [
      [/"laravel\/framework"/, 'laravel'],
      [/./, 'php'],
    ],
  },
  { file: /(^|\/)go\.mod$/, names: [[/^module\s/m, 'go']] },
  {
    file: /(^|\/)(pom\.xml|build\.gradle(\.kts)?)$/,
    names: [[/spring-boot|org\.springframework/, 'spring']],
  },
  { file: /\.csproj$/, names: [[/Microsoft\.NET\.Sdk\.Web/, 'aspnet']] },
];

/** The frameworks that the manifests name, those nearest to the workspace's root first, each once per folder. */
export function detectFrameworks(manifests: readonly Manifest[]): readonly Framework[] {
  const found = manifests.flatMap((manifest) => {
    const names = signs.find(({ file }) => file.test(manifest.path))?.names ?? [];
    const id = names.find(([name]) => name.test(manifest.text))?.[1];
    return id ? [{ id, folder: folderOf(manifest.path) }] : [];
  });
  const depth = (folder: string) => folder.split('/').length;
  return found
    .filter(({ id, folder }, at) => found.findIndex((one) => one.id === id && one.folder === folder) === at)
    .sort((one, other) => depth(one.folder) - depth(other.folder))
    .map(({ id, folder }) => frameworkIn(id, folder, manifests));
}

/** Every framework, for a project that does not say which one it uses. */
export function allFrameworks(manifests: readonly Manifest[]): readonly Framework[] {
  return (Object.keys(known) as FrameworkId[]).map((id) => frameworkIn(id, '', manifests));
}

function frameworkIn(id: FrameworkId, folder: string, manifests: readonly Manifest[]): Framework {
  const project = projectOf(manifests.filter(({ path }) => path.startsWith(folder)));
  const { label, language, fileName, write } = known[id];
  return {
    id,
    label,
    language: language(project),
    fileName: folder + fileName(project),
    write: (eventType) => write(eventType, project),
  };
}

function projectOf(manifests: readonly Manifest[]): Project {
  const all = manifests.map(({ text }) => text).join('\n');
  return {
    typescript:
      manifests.some(({ path }) => /(^|\/)tsconfig\.json$/.test(path)) || /"typescript"\s*:/.test(all),
    goMajor: Number(/stripe\/stripe-go\/v(\d+)/.exec(all)?.[1] ?? newestStripeGo),
    javaPackage: javaPackageOf(all),
  };
}

// A project's own group comes after its parent's, which is Spring's in most.
function javaPackageOf(text: string): string {
  const withoutParent = text.replace(/<parent>.*?<\/parent>/s, '');
  const group = /<groupId>\s*([\w.]+)\s*<\/groupId>|^\s*group\s*=?\s*["']([\w.]+)["']/m.exec(withoutParent);
  return group?.[1] ?? group?.[2] ?? 'com.example';
}

/** With a `/` at its end; empty for the workspace's own. */
function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}
