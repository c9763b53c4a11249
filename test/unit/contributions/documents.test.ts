import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const pages = ['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', ...globSync('docs/*.md', { cwd: root })];
const read = (file: string) => readFileSync(join(root, file), 'utf8');

interface Manifest {
  readonly scripts: Readonly<Record<string, string>>;
  readonly contributes: {
    readonly configuration: readonly { readonly properties: Readonly<Record<string, unknown>> }[];
    readonly commands: readonly { readonly command: string }[];
  };
}
const manifest = JSON.parse(read('package.json')) as Manifest;

describe('the pages', () => {
  it('link to files and headings that exist', () => {
    const broken = pages.flatMap((page) =>
      linksIn(read(page))
        .filter((link) => !/^(https?|mailto):/.test(link) && !leads(page, link))
        .map((link) => `${page}: ${link}`),
    );
    assert.deepEqual(broken, []);
  });

  it('are all linked from the README or from the page for contributors', () => {
    const linked = ['README.md', 'CONTRIBUTING.md'].flatMap((page) => linksIn(read(page)));
    const orphans = pages.filter((page) => page.startsWith('docs/') && !linked.includes(page));
    assert.deepEqual(orphans, []);
  });

  it('name settings, scripts and files that exist', () => {
    const settings = manifest.contributes.configuration.flatMap(({ properties }) => Object.keys(properties));
    const wrong = pages.flatMap((page) => {
      const text = read(page);
      return [
        ...[...text.matchAll(/`(stripeWebhooks\.\w+\.\w+)`/g)]
          .map(([, id = '']) => id)
          .filter((id) => !settings.includes(id) && !isCommand(id)),
        ...[...text.matchAll(/`?npm run (\w+)/g)]
          .map(([, name = '']) => name)
          .filter((name) => !(name in manifest.scripts)),
        ...[...text.matchAll(/`((?:src|test|scripts|media|examples|api)\/[\w./-]+)`/g)]
          .map(([, path = '']) => path)
          .filter((path) => !existsSync(join(root, path))),
      ].map((what) => `${page}: ${what}`);
    });
    assert.deepEqual(wrong, []);
  });
});

describe('the README', () => {
  it('can be shown by the Marketplace: pictures are neither SVG nor from insecure places', () => {
    const pictures = [...read('README.md').matchAll(/!\[[^\]]*\]\(([^)\s]+)/g)].map(([, link = '']) => link);
    assert.ok(pictures.length > 5);
    assert.deepEqual(
      pictures.filter((link) => /\.svg\b/i.test(link) || /^http:/.test(link)),
      [],
    );
    assert.doesNotMatch(read('README.md'), /<(img|svg|script|iframe)\b/i);
  });
});

function isCommand(id: string): boolean {
  return manifest.contributes.commands.some(({ command }) => command === id);
}

/** Targets of links and pictures, not those in code. */
function linksIn(text: string): readonly string[] {
  const prose = text.replace(/```[\s\S]*?```/g, '').replace(/`[^`\n]*`/g, '');
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
}

function leads(page: string, link: string): boolean {
  const [path = '', heading] = link.split('#');
  const file = path === '' ? page : relative(root, join(root, dirname(page), path));
  if (!existsSync(join(root, file))) return false;
  return heading === undefined || headingsOf(read(file)).includes(heading);
}

/** As GitHub makes names of headings. */
function headingsOf(text: string): readonly string[] {
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s-]/gu, '')
      .trim()
      .replace(/\s/g, '-'),
  );
}
