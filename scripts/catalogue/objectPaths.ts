/** Finds where each object is retrieved, from the SDK's `retrieve…` methods. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Declarations } from './declarations.ts';

// e.g. `    retrieve(id: string, params?: …): Promise<Response<Customer | DeletedCustomer>>;`
const declared = /^ {4}(retrieve\w*)\(.*\): Promise<Response<([\w.]+)[^;]*>>;$/gm;
const expression = /\$\{encodeURIComponent\((\w+)\)\}/g;

/** Paths such as `/v1/billing/meters/{id}` by schema name; the best where there are several. */
export function objectPaths(folder: string, declarations: Declarations): ReadonlyMap<string, string> {
  const paths = new Map<string, string>();
  const files = readdirSync(join(folder, 'resources'), { recursive: true, encoding: 'utf8' });
  for (const file of files.filter((name) => name.endsWith('.d.ts')).sort()) {
    const path = `resources/${file.replaceAll('\\', '/')}`;
    const matches = [...readFileSync(join(folder, path), 'utf8').matchAll(declared)];
    const code =
      matches.length > 0 ? readFileSync(join(folder, path.replace(/\.d\.ts$/, '.js')), 'utf8') : '';
    for (const [, method = '', type = ''] of matches) {
      const requested = requestedPath(code, method);
      const name = declarations.find(type, declarations.file(path))?.declaration?.name;
      if (!requested || !name) continue;
      if (rank(requested) < rank(paths.get(name))) paths.set(name, requested);
    }
  }
  return paths;
}

function requestedPath(code: string, method: string): string | undefined {
  const start = code.indexOf(`\n    ${method}(`);
  const call = /_makeRequest\('GET', (['`])(.*?)\1/.exec(code.slice(start));
  return start < 0 ? undefined : call?.[2]?.replace(expression, '{$1}');
}

/** The path by the object's own id, then the shortest one: lower is better. */
function rank(path: string | undefined): number {
  if (path === undefined) return Infinity;
  return path.split('/').length + (path.endsWith('}') ? 0 : 100);
}
