import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { allIn, declared, foldersOf, textAt, type Library } from './library.ts';

/** What a virtual environment in the project's folder is called. One that lies elsewhere is not known here. */
const environments = ['.venv', 'venv', '.env', 'env'];

/** `stripe` on PyPI, which names its event types since 7.8 where it does now. */
export const python: Library = {
  name: 'stripe',
  languages: ['python'],
  find: async (file) => {
    for (const parent of foldersOf(file))
      for (const environment of environments) {
        for (const packages of await sitePackages(join(parent, environment))) {
          const folder = join(packages, 'stripe');
          const [version] = allIn(await textAt(join(folder, '_version.py')), /^VERSION = "([^"]+)"/gm);
          if (version !== undefined) return { folder, version };
        }
      }
    return undefined;
  },
  read: async ({ folder }) => {
    const [apiVersion] = allIn(await textAt(join(folder, '_api_version.py')), /\bCURRENT = "([^"]+)"/g);
    const [types] = allIn(await textAt(join(folder, '_event.py')), /\btype: Literal\[([^\]]*)\]/g);
    return declared(apiVersion, allIn(types, /"([^"]+)"/g));
  },
};

/** Where an environment has its packages: on Windows, and elsewhere. */
async function sitePackages(environment: string): Promise<readonly string[]> {
  const pythons = await readdir(join(environment, 'lib')).catch(() => []);
  return ['Lib', ...pythons.map((name) => join('lib', name))].map((library) =>
    join(environment, library, 'site-packages'),
  );
}
