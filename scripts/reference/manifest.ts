/** What the reference needs of `package.json`, with its texts in English. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../build.ts';

interface When {
  readonly when?: string;
}

export interface Setting {
  readonly type: string | readonly string[];
  readonly default: unknown;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly scope?: string;
  readonly order?: number;
  readonly description?: string;
  readonly markdownDescription?: string;
}

export interface Manifest {
  readonly activationEvents: readonly string[];
  readonly bin?: Readonly<Record<string, string>>;
  readonly capabilities: {
    readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] };
  };
  readonly contributes: {
    readonly commands: readonly {
      readonly command: string;
      readonly title: string;
      readonly category: string;
      readonly enablement?: string;
    }[];
    readonly menus: Readonly<Record<string, readonly (When & { readonly command: string })[]>>;
    readonly keybindings: readonly (When & {
      readonly command: string;
      readonly key: string;
      readonly mac?: string;
    })[];
    readonly viewsContainers: Readonly<
      Record<string, readonly { readonly id: string; readonly title: string }[]>
    >;
    readonly views: Readonly<
      Record<string, readonly (When & { readonly id: string; readonly name: string })[]>
    >;
    readonly configuration: readonly {
      readonly title: string;
      readonly properties: Readonly<Record<string, Setting>>;
    }[];
    readonly languageModelTools?: readonly {
      readonly name: string;
      readonly toolReferenceName?: string;
      readonly displayName: string;
      readonly userDescription?: string;
      readonly inputSchema?: { readonly properties?: Readonly<Record<string, unknown>> };
    }[];
    readonly colors: readonly { readonly id: string; readonly description: string }[];
    readonly jsonValidation: readonly { readonly fileMatch: string }[];
    readonly yamlValidation: readonly { readonly fileMatch: string }[];
  };
}

/** Reads `package.json` with every `%key%` replaced by its text. */
export async function englishManifest(): Promise<Manifest> {
  const text = await readFile(join(root, 'package.json'), 'utf8');
  const english = JSON.parse(await readFile(join(root, 'package.nls.json'), 'utf8')) as Record<
    string,
    string
  >;
  return JSON.parse(text, (_, value: unknown) => {
    const key = typeof value === 'string' ? /^%([\w.]+)%$/.exec(value)?.[1] : undefined;
    return key === undefined ? value : english[key];
  }) as Manifest;
}
