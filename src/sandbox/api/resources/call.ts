import type { Operation } from '../../../stripe/operations.ts';
import type { Shapes } from '../../objects/shapes.ts';

/** What a call does, told by its path: nothing about a resource is written down for it. */
export interface Call {
  readonly operation: Operation;
  readonly role: 'create' | 'update' | 'retrieve' | 'delete' | 'list' | 'search' | 'action' | 'singleton';
  /** The `object` values of what it is about. */
  readonly types: readonly string[];
  /** Of what the path's first id names, when that is something else: `customer` of a customer's sources. */
  readonly parent?: string;
  /** The last word of a path such as `/v1/invoices/{id}/finalize`. */
  readonly action?: string;
  /** What an action is about: the type of the object that the path's id names. */
  readonly subject?: string;
}

/** Classifies all calls. */
export function callsOf(operations: readonly Operation[], shapes: Shapes): readonly Call[] {
  const retrieved = new Map<string, string>();
  for (const { method, path, schema } of operations)
    if (method === 'GET' && path.endsWith('}')) retrieved.set(anonymous(path), schema);
  return operations.map((operation) => {
    const types = shapes.typesOf(operation.schema);
    const { prefix, last } = split(operation.path);
    // What is below an object is either of its own kind (an action on it) or belongs to it.
    const holder = prefix.endsWith('}') ? retrieved.get(anonymous(withoutTest(prefix))) : undefined;
    const holderType = holder === undefined ? undefined : shapes.typesOf(holder)[0];
    const own = holderType !== undefined && types.includes(holderType);
    const grandparent = last.startsWith('{') ? parentOf(prefix, retrieved, shapes) : undefined;
    const parent = own ? undefined : (holderType ?? grandparent);
    const role = roleOf(operation, last, own, prefix);
    return {
      operation,
      role,
      types,
      ...(parent !== undefined && { parent }),
      ...(role === 'action' && { action: last, ...(holderType !== undefined && { subject: holderType }) }),
    };
  });
}

function roleOf(
  { method, path, gives }: Operation,
  last: string,
  own: boolean,
  prefix: string,
): Call['role'] {
  if (gives === 'list') return 'list';
  if (gives === 'search') return 'search';
  if (method === 'DELETE') return 'delete';
  const byId = last.startsWith('{');
  if (method === 'GET') return byId ? 'retrieve' : 'singleton';
  if (byId) return 'update';
  if (own || (path.startsWith(testHelpers) && prefix.endsWith('}'))) return 'action';
  return 'create';
}

/** `/v1/customers/{customerId}/sources` belongs to a customer. */
function parentOf(
  collection: string,
  retrieved: ReadonlyMap<string, string>,
  shapes: Shapes,
): string | undefined {
  const { prefix } = split(collection);
  const schema = prefix.endsWith('}') ? retrieved.get(anonymous(prefix)) : undefined;
  return schema === undefined ? undefined : shapes.typesOf(schema)[0];
}

function split(path: string): { readonly prefix: string; readonly last: string } {
  const at = path.lastIndexOf('/');
  return { prefix: path.slice(0, at), last: path.slice(at + 1) };
}

const testHelpers = '/v1/test_helpers/';

/** Test helpers are about objects that are retrieved elsewhere, but for those of their own. */
function withoutTest(path: string): string {
  return path.startsWith(testHelpers) && !path.startsWith(`${testHelpers}test_clocks`)
    ? `/v1/${path.slice(testHelpers.length)}`
    : path;
}

/** With all ids called the same. */
function anonymous(path: string): string {
  return path.replace(/\{\w+\}/g, '{}');
}
