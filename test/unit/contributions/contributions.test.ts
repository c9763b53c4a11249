import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { idsInCode } from './idsInCode.ts';

interface Menu {
  readonly command: string;
  readonly when?: string;
}

interface Setting {
  readonly type: string;
  readonly default?: unknown;
  readonly scope: string;
  readonly order: number;
  readonly markdownDescription: string;
  readonly pattern?: string;
  readonly patternErrorMessage?: string;
  readonly minimum?: number;
  readonly maximum?: number;
}

interface Manifest {
  readonly capabilities: {
    readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] };
  };
  readonly icon: string;
  readonly engines: { readonly vscode: string };
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly enablement?: string }[];
    readonly menus: Readonly<Record<string, readonly Menu[]>>;
    readonly languageModelTools: readonly {
      readonly name: string;
      readonly inputSchema: { readonly type: string; readonly additionalProperties: boolean };
    }[];
    readonly views: Readonly<Record<string, readonly { readonly id: string }[]>>;
    readonly viewsWelcome: readonly {
      readonly view: string;
      readonly contents: string;
      readonly when: string;
    }[];
    readonly walkthroughs: readonly {
      readonly id: string;
      readonly icon: string;
      readonly steps: readonly {
        readonly media: { readonly svg: string; readonly altText: string };
        readonly completionEvents: readonly string[];
      }[];
    }[];
    readonly viewsContainers: { readonly activitybar: readonly { readonly icon: string }[] };
    readonly configuration: readonly {
      readonly properties: Readonly<Record<string, Setting>>;
    }[];
    readonly grammars: readonly { readonly path: string }[];
  };
}

const root = fileURLToPath(new URL('../../..', import.meta.url));
const read = (file: string) => readFileSync(`${root}/${file}`, 'utf8');
const manifestText = read('package.json');
const manifest = JSON.parse(manifestText) as Manifest;
const english = JSON.parse(read('package.nls.json')) as Record<string, string>;
const german = JSON.parse(read('package.nls.de.json')) as Record<string, string>;
const { contributes } = manifest;
const ids = idsInCode(`${root}/src/ids.ts`);
const sorted = (values: Iterable<string>) => [...new Set(values)].sort();
const settings = contributes.configuration.flatMap(({ properties }) => Object.entries(properties));
const steps = contributes.walkthroughs.flatMap((walkthrough) => walkthrough.steps);

const whenClauses = [
  ...Object.values(contributes.menus).flatMap((menu) => menu.map(({ when }) => when ?? '')),
  ...contributes.viewsWelcome.map(({ when }) => when),
  ...contributes.commands.map(({ enablement }) => enablement ?? ''),
  ...steps.flatMap(({ completionEvents }) => completionEvents),
];

describe('package.json and the code', () => {
  it('name the same commands', () => {
    assert.deepEqual(sorted(contributes.commands.map(({ command }) => command)), sorted(ids.commands));
  });

  it('name the same language model tools, each with a closed schema', () => {
    assert.deepEqual(sorted(contributes.languageModelTools.map(({ name }) => name)), sorted(ids.tools));
    for (const { name, inputSchema } of contributes.languageModelTools)
      assert.deepEqual([inputSchema.type, inputSchema.additionalProperties], ['object', false], name);
  });

  it('use only declared commands in menus and welcome views', () => {
    const used = [
      ...Object.values(contributes.menus).flatMap((menu) => menu.map(({ command }) => command)),
      ...[...Object.values(english), ...Object.values(german)].flatMap((text) =>
        [...text.matchAll(/\(command:([\w.]+)\)/g)].map(([, id]) => id ?? ''),
      ),
    ];
    assert.deepEqual(
      sorted(used.filter((id) => !ids.commands.includes(id) && !id.startsWith('workbench.'))),
      [],
    );
  });

  it('name the same views', () => {
    const declared = Object.values(contributes.views).flatMap((views) => views.map(({ id }) => id));
    assert.deepEqual(sorted(declared), sorted(ids.views));
    for (const { view } of contributes.viewsWelcome) assert.ok(declared.includes(view), view);
  });

  it('name the same context keys', () => {
    const inManifest = whenClauses.flatMap((when) => when.match(/\bstripeWebhooks\.\w+\b/g) ?? []);
    assert.deepEqual(sorted(inManifest.filter((key) => !ids.views.includes(key))), sorted(ids.contextKeys));
  });

  it('name the same settings, each with a default', () => {
    const declared = settings;
    assert.deepEqual(
      sorted(declared.map(([key]) => key)),
      sorted(ids.settings.map((key) => `stripeWebhooks.${key}`)),
    );
    for (const [key, { default: value }] of declared) assert.notEqual(value, undefined, key);
  });

  it('describe, order and bound every setting, and let no untrusted workspace set what runs or leads somewhere', () => {
    const restricted = manifest.capabilities.untrustedWorkspaces.restrictedConfigurations;
    for (const [key, setting] of settings) {
      assert.ok(setting.markdownDescription && setting.scope && setting.order, key);
      assert.equal(setting.pattern === undefined, setting.patternErrorMessage === undefined, key);
      if (setting.type === 'integer')
        assert.ok(setting.minimum !== undefined && setting.maximum !== undefined, key);
      // How the editor shows code is a matter of taste.
      assert.equal(restricted.includes(key), !key.startsWith('stripeWebhooks.handlers.'), key);
    }
  });

  it('have a text for every key in every language, and no text without a use', () => {
    const used = sorted([...manifestText.matchAll(/%([\w.]+)%/g)].map(([, key]) => key ?? ''));
    assert.deepEqual(used, sorted(Object.keys(english)));
    assert.deepEqual(used, sorted(Object.keys(german)));
  });

  it('point at files that exist', () => {
    const files = [
      manifest.icon,
      ...contributes.viewsContainers.activitybar.map(({ icon }) => icon),
      ...contributes.grammars.map(({ path }) => path),
      ...contributes.walkthroughs.map(({ icon }) => icon),
      ...steps.map(({ media }) => media.svg),
    ];
    for (const file of files) assert.ok(existsSync(`${root}/${file}`), file);
  });

  it('are written against the oldest supported editor', () => {
    assert.equal(manifest.engines.vscode, `^${manifest.devDependencies['@types/vscode']}`);
  });
});
