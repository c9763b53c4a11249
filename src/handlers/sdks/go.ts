import { stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { allIn, declared, foldersOf, textAt, type Library } from './library.ts';

const REQUIRED = /^\s*(?:require\s+)?(github\.com\/stripe\/stripe-go\/v\d+\s+v[^\s/]+)/gm;
const REPLACED = /^\s*(?:replace\s+)?github\.com\/stripe\/stripe-go\b.*=>/m;

/** `github.com/stripe/stripe-go`, which names its event types since 75. */
export const go: Library = {
  name: 'stripe-go',
  languages: ['go'],
  find: async (file, env) => {
    for (const parent of foldersOf(file)) {
      const manifest = await textAt(join(parent, 'go.mod'));
      if (manifest === undefined) continue;
      const [required, other] = allIn(manifest, REQUIRED);
      // Which of two a file imports, or what stands in for one, is not to be guessed.
      if (required === undefined || other !== undefined || REPLACED.test(manifest)) return undefined;
      const [path = '', version = ''] = required.split(/\s+/);
      const vendored = join(parent, 'vendor', path);
      const isVendored = await stat(vendored).catch(() => undefined);
      const folder = isVendored ? vendored : join(moduleCache(env), `${path}@${version}`);
      return { folder, version: version.slice(1) };
    }
    return undefined;
  },
  read: async ({ folder }) => {
    const [apiVersion] = allIn(
      await textAt(join(folder, 'api_version.go')),
      /\bapiVersion\s+string\s*=\s*"([^"]+)"/gi,
    );
    const events = await textAt(join(folder, 'event.go'));
    return declared(apiVersion, allIn(events, /\bEventType\w+\s+EventType\s*=\s*"([^"]+)"/g));
  },
};

/** https://go.dev/ref/mod#module-cache */
function moduleCache({ GOMODCACHE, GOPATH }: NodeJS.ProcessEnv): string {
  if (GOMODCACHE) return GOMODCACHE;
  return join(GOPATH?.split(delimiter)[0] || join(homedir(), 'go'), 'pkg', 'mod');
}
