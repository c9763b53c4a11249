import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { allIn, declared, foldersOf, textAt, type Library } from './library.ts';

/**
 * Where its declarations say which types and API versions an endpoint is created with: since 22, since 11, and before
 * that in a folder named after the API version.
 */
const declarations = ['esm/resources/WebhookEndpoints.d.ts', 'types/WebhookEndpointsResource.d.ts'];

/** `stripe` on npm. */
export const javascript: Library = {
  name: 'stripe',
  languages: ['typescript', 'javascript', 'vue'],
  find: async (file) => {
    for (const parent of foldersOf(file)) {
      const folder = join(parent, 'node_modules', 'stripe');
      const manifest = await textAt(join(folder, 'package.json'));
      if (manifest === undefined) continue;
      const { version } = JSON.parse(manifest) as { readonly version: string };
      return { folder, version };
    }
    return undefined;
  },
  read: async ({ folder }) => {
    for (const path of [...declarations, ...(await dated(folder))]) {
      const text = await textAt(join(folder, path));
      const found = declared(membersOf(text, 'ApiVersion').at(-1), membersOf(text, 'EnabledEvent'));
      if (found) return found;
    }
    return undefined;
  },
};

async function dated(folder: string): Promise<readonly string[]> {
  const names = await readdir(join(folder, 'types')).catch(() => []);
  return names.filter((name) => /^\d{4}-/.test(name)).map((name) => `types/${name}/WebhookEndpoints.d.ts`);
}

/** The strings of a declared union. */
function membersOf(text: string | undefined, name: string): readonly string[] {
  const union = new RegExp(`\\btype ${name}\\s*=([^;]*);`).exec(text ?? '')?.[1];
  return allIn(union, /'([^']+)'/g);
}
