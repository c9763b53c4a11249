import { readFile, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Handler } from './handler.ts';
import type { Problem } from './problem.ts';

/** The `stripe` package that a JavaScript app has installed, and with it the API version that the app was written for. */
export interface InstalledSdk {
  /** Of the package. */
  readonly version: string;
  /** The API version that it sends, unless told otherwise. */
  readonly apiVersion: string;
  /** Every snapshot type that an endpoint can be created for in that version. */
  readonly eventTypes: ReadonlySet<string>;
}

/**
 * Where its declarations say which types and API versions an endpoint is created with: since 22, since 11, and before
 * that in a folder named after the API version.
 */
const declarations = ['esm/resources/WebhookEndpoints.d.ts', 'types/WebhookEndpointsResource.d.ts'];

/** Finds the packages that files import, and reads each once. */
export class InstalledSdks {
  readonly #read = new Map<string, Promise<InstalledSdk | undefined>>();

  /** The package that a file imports as `stripe`; undefined where there is none, or none that says its types. */
  async of(file: string): Promise<InstalledSdk | undefined> {
    for (let folder = dirname(file); ; folder = dirname(folder)) {
      const sdk = join(folder, 'node_modules', 'stripe');
      const manifest = await readFile(join(sdk, 'package.json'), 'utf8').catch(() => undefined);
      if (manifest !== undefined) return this.#once(sdk, manifest);
      if (folder === dirname(folder)) return undefined;
    }
  }

  #once(sdk: string, manifest: string): Promise<InstalledSdk | undefined> {
    // An upgrade changes the manifest.
    const key = `${sdk} ${manifest}`;
    let read = this.#read.get(key);
    if (!read) {
      read = readSdk(sdk, manifest).catch(() => undefined);
      this.#read.set(key, read);
    }
    return read;
  }
}

async function readSdk(sdk: string, manifest: string): Promise<InstalledSdk | undefined> {
  const { version } = JSON.parse(manifest) as { readonly version: string };
  for (const path of [...declarations, ...(await dated(sdk))]) {
    const text = await readFile(join(sdk, path), 'utf8').catch(() => '');
    const apiVersion = membersOf(text, 'ApiVersion').at(-1);
    const eventTypes = new Set(membersOf(text, 'EnabledEvent'));
    if (apiVersion !== undefined && eventTypes.size > 0) return { version, apiVersion, eventTypes };
  }
  return undefined;
}

async function dated(sdk: string): Promise<readonly string[]> {
  const names = await readdir(join(sdk, 'types')).catch(() => []);
  return names.filter((name) => /^\d{4}-/.test(name)).map((name) => `types/${name}/WebhookEndpoints.d.ts`);
}

/** The strings of a declared union. */
function membersOf(text: string, name: string): readonly string[] {
  const union = new RegExp(`\\btype ${name}\\s*=([^;]*);`).exec(text)?.[1] ?? '';
  return [...union.matchAll(/'([^']+)'/g)].map(([, member = '']) => member);
}

/** Thin types are of no API version. */
const isThin = (type: string) => /^v\d+\./.test(type);

/**
 * Of the problems of a file, those that stand in the light of the package that it imports: a type that Stripe had in the
 * package's API version is not unknown, and one that came later is absent.
 */
export function inVersionOf(
  sdk: InstalledSdk,
  problems: readonly Problem[],
  handlers: readonly Handler[],
): readonly Problem[] {
  const { eventTypes, apiVersion, version } = sdk;
  const absent = handlers
    .filter(({ eventType, form }) => form !== 'name' && form !== 'prefix' && !eventType.endsWith('*'))
    .filter(({ eventType }) => !isThin(eventType) && !eventTypes.has(eventType))
    .map(({ eventType: type, line, column, endLine, endColumn }): Problem => {
      return { kind: 'absentType', type, apiVersion, sdk: version, line, column, endLine, endColumn };
    });
  const others = problems.filter(
    (problem) => problem.kind !== 'unknownType' || !eventTypes.has(problem.type),
  );
  return [...others, ...absent].sort((a, b) => a.line - b.line || a.column - b.column);
}
