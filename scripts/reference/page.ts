/** `docs/reference.md`: every command, setting and the like, as they are declared. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as prettier from 'prettier';
import { root } from '../build.ts';
import { contextKeysIn, type ContextKey } from './contextKeys.ts';
import { englishManifest, type Manifest, type Setting } from './manifest.ts';
import { cell, code, table } from './markdown.ts';

export const referencePage: string = join(root, 'docs', 'reference.md');

/** What the page should be now. */
export async function referenceText(): Promise<string> {
  const manifest = await englishManifest();
  const contextKeys = contextKeysIn(await readFile(join(root, 'src', 'ids.ts'), 'utf8'));
  const options = await prettier.resolveConfig(referencePage);
  return prettier.format(page(manifest, contextKeys), { ...options, parser: 'markdown' });
}

function page(manifest: Manifest, contextKeys: readonly ContextKey[]): string {
  return [
    '# Reference',
    'Made from `package.json` by `npm run docs`. Titles in the palette begin with _Stripe Webhooks:_.',
    ...[
      '## Commands',
      'Those without a mark in the palette’s column are found in menus.',
      commands(manifest),
    ],
    ...['## Keys', keys(manifest)],
    ...['## Settings', settings(manifest)],
    ...['## Views', views(manifest)],
    ...tools(manifest),
    ...['## Files', files(manifest)],
    ...[
      '## Context keys',
      'For the `when` of your own keybindings.',
      table(
        ['key', 'values', 'tells'],
        contextKeys.map(({ key, type, about }) => [code(key), code(type), cell(about)]),
      ),
    ],
    ...[
      '## Colours',
      table(
        ['id', 'of'],
        manifest.contributes.colors.map(({ id, description }) => [code(id), cell(description)]),
      ),
    ],
  ].join('\n\n');
}

function commands({ contributes }: Manifest): string {
  const hidden = new Set(
    (contributes.menus['commandPalette'] ?? [])
      .filter(({ when }) => when === 'false')
      .map(({ command }) => command),
  );
  const rows = contributes.commands.map(({ command, title, enablement }) => [
    cell(title),
    code(command),
    hidden.has(command) ? '' : '✓',
    enablement === undefined ? '' : code(enablement),
  ]);
  return table(['command', 'id', 'palette', 'enabled when'], byCell(rows, 1));
}

function keys({ contributes }: Manifest): string {
  const titles = new Map(contributes.commands.map(({ command, title }) => [command, title]));
  const rows = contributes.keybindings.map(({ command, key, mac, when }) => [
    code(key),
    code(mac ?? key),
    cell(titles.get(command) ?? command),
    when === undefined ? '' : code(when),
  ]);
  return table(['key', 'on a Mac', 'command', 'when'], rows);
}

function settings({ contributes, capabilities }: Manifest): string {
  const restricted = capabilities.untrustedWorkspaces.restrictedConfigurations;
  const head = ['setting', 'values', 'default', 'scope', 'untrusted workspace', ''];
  const groups = contributes.configuration.map(({ title, properties }) => {
    const rows = Object.entries(properties).map(([key, setting]) => [
      code(key),
      values(setting),
      code(JSON.stringify(setting.default)),
      setting.scope ?? 'window',
      restricted.includes(key) ? 'not from there' : '',
      cell(setting.markdownDescription ?? setting.description ?? ''),
    ]);
    return [`### ${title}`, table(head, rows)];
  });
  return groups.flat().join('\n\n');
}

function values({ type, enum: choices, minimum, maximum }: Setting): string {
  if (choices) return choices.map((choice) => code(JSON.stringify(choice))).join(', ');
  const range =
    minimum === undefined ? '' : maximum === undefined ? ` ≥ ${minimum}` : ` ${minimum}–${maximum}`;
  return `${[type].flat().join(' or ')}${range}`;
}

function views({ contributes }: Manifest): string {
  const containers = Object.values(contributes.viewsContainers).flat();
  const rows = Object.entries(contributes.views).flatMap(([container, inside]) => {
    const title = containers.find(({ id }) => id === container)?.title ?? container;
    return inside.map(({ id, name }) => [cell(name), code(id), cell(title)]);
  });
  return table(['view', 'id', 'in'], rows);
}

function tools({ contributes }: Manifest): readonly string[] {
  const declared = contributes.languageModelTools ?? [];
  if (declared.length === 0) return [];
  const rows = declared.map(({ name, toolReferenceName, displayName, userDescription, inputSchema }) => [
    toolReferenceName === undefined ? '' : code(`#${toolReferenceName}`),
    code(name),
    cell(userDescription ?? displayName),
    Object.keys(inputSchema?.properties ?? {})
      .map(code)
      .join(', '),
  ]);
  return ['## Tools for language models', table(['in chat', 'name', 'does', 'input'], rows)];
}

function files({ contributes, activationEvents }: Manifest): string {
  const matches = [...contributes.jsonValidation, ...contributes.yamlValidation].map(
    (file) => file.fileMatch,
  );
  const activating = activationEvents.flatMap((event) => /^workspaceContains:(.*)/.exec(event)?.[1] ?? []);
  const rows = [...new Set([...matches, ...activating])]
    .sort()
    .map((file) => [
      code(file),
      matches.includes(file) ? 'checked and completed' : '',
      activating.includes(file) ? 'activates the extension' : '',
    ]);
  return table(['file', '', ''], rows);
}

function byCell(rows: readonly string[][], index: number): readonly string[][] {
  return rows.toSorted((a, b) => ((a[index] ?? '') < (b[index] ?? '') ? -1 : 1));
}
