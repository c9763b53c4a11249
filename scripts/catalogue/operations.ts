/** Reads the calls of API v1 from the SDK's resource classes: where each goes, what it takes and what it gives. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Schema, SchemaCatalogue } from '../../src/stripe/catalogue.ts';
import type { Operation, OperationCatalogue } from '../../src/stripe/operations.ts';
import type { Declarations, Space } from './declarations.ts';
import { SchemaReader } from './schemas.ts';

// e.g. `    retrieve(id: string, params?: CustomerRetrieveParams, …): Promise<Response<Customer | DeletedCustomer>>;`
const declared =
  /^ {4}(\w+)\((.*)\): (Promise<Response|ApiListPromise|ApiSearchResultPromise)<(.+?)>{1,2};$/gm;
const expression = /\$\{encodeURIComponent\((\w+)\)\}/g;
const results = {
  'Promise<Response': 'object',
  ApiListPromise: 'list',
  ApiSearchResultPromise: 'search',
} satisfies Record<string, Operation['gives']>;

/** The calls by path; `known` are the schemas that are in the catalogue already. */
export function operationsOf(
  folder: string,
  declarations: Declarations,
  known: SchemaCatalogue,
): OperationCatalogue {
  const parameters = new SchemaReader(declarations);
  const objects = new SchemaReader(declarations);
  const operations: Operation[] = [];
  const files = readdirSync(join(folder, 'resources'), { recursive: true, encoding: 'utf8' });
  for (const file of files.map((name) => name.replaceAll('\\', '/')).sort()) {
    // Events have their own catalogue.
    if (!file.endsWith('.d.ts') || file.startsWith('V2/') || file === 'Events.d.ts') continue;
    const path = `resources/${file}`;
    const code = () => readFileSync(join(folder, path.replace(/\.d\.ts$/, '.js')), 'utf8');
    const space = () => declarations.file(path);
    const text = readFileSync(join(folder, path), 'utf8');
    operations.push(...operationsIn(text, { code, space, parameters, objects }));
  }
  const unknown = Object.entries(objects.schemas).filter(([name]) => !(name in known));
  return {
    operations: operations.sort((a, b) => (`${a.path} ${a.method}` < `${b.path} ${b.method}` ? -1 : 1)),
    parameters: bareCatalogue(Object.entries(parameters.schemas)),
    schemas: bareCatalogue(unknown),
  };
}

interface Source {
  readonly code: () => string;
  readonly space: () => Space;
  readonly parameters: SchemaReader;
  readonly objects: SchemaReader;
}

function operationsIn(text: string, source: Source): readonly Operation[] {
  return [...text.matchAll(declared)].flatMap(([, name = '', args = '', promise = '', types = '']) => {
    const request = requestOf(source.code(), name);
    if (!request?.path.startsWith('/v1/')) return [];
    // Of `Customer | DeletedCustomer` the object itself; a call that deletes gives the deleted one alone.
    const type = types.split(' | ')[0] ?? '';
    const object = named(type, source.objects, source.space());
    const parameters = named(/params\??: ([\w.]+)/.exec(args)?.[1] ?? '', source.parameters, source.space());
    if (!object) return [];
    const gives = results[promise as keyof typeof results];
    return [{ ...request, gives, schema: object, ...(parameters && { parameters }) }];
  });
}

function named(name: string, reader: SchemaReader, space: Space): string | undefined {
  const schema = name === '' ? undefined : reader.named(name, space);
  return schema?.kind === 'ref' ? schema.name : undefined;
}

function requestOf(code: string, name: string): Pick<Operation, 'method' | 'path'> | undefined {
  const start = code.indexOf(`\n    ${name}(`);
  if (start < 0) return undefined;
  const [, method, , path] = /_makeRequest\('(\w+)', (['`])(.*?)\2/.exec(code.slice(start)) ?? [];
  if (path === undefined) return undefined;
  return { method: method as Operation['method'], path: path.replace(expression, '{$1}') };
}

/** Descriptions are for people; nobody reads those of parameters. */
function bareCatalogue(entries: readonly (readonly [string, Schema])[]): SchemaCatalogue {
  const sorted = [...entries].sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([name, schema]) => [name, bare(schema)]));
}

function bare(schema: Schema): Schema {
  const rest = { ...schema };
  delete rest.description;
  switch (rest.kind) {
    case 'array':
    case 'list':
      return { ...rest, items: bare(rest.items) };
    case 'map':
      return { ...rest, values: bare(rest.values) };
    case 'union':
      return { ...rest, options: rest.options.map(bare) };
    case 'object': {
      const fields = Object.entries(rest.fields).map(([name, { schema, required }]) => [
        name,
        { schema: bare(schema), required },
      ]);
      return { ...rest, fields: Object.fromEntries(fields) as typeof rest.fields };
    }
    default:
      return rest;
  }
}
