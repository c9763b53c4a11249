/** Reads the event types and all they carry from the SDK's declarations. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import type {
  EventCatalogue,
  EventType,
  RelatedObjectType,
  SchemaCatalogue,
} from '../../src/stripe/catalogue.ts';
import type { OperationCatalogue } from '../../src/stripe/operations.ts';
import { Declarations, type Declaration } from './declarations.ts';
import { docComment, plainText } from './docComment.ts';
import { objectPaths } from './objectPaths.ts';
import { operationsOf } from './operations.ts';
import { SchemaReader } from './schemas.ts';

export interface Generated {
  readonly events: EventCatalogue;
  readonly schemas: SchemaCatalogue;
  readonly operations: OperationCatalogue;
}

/** Reads the SDK in `folder` (`node_modules/stripe`); throws when its declarations have a new shape. */
export function generate(folder: string): Generated {
  const esm = join(folder, 'esm');
  const declarations = new Declarations(esm);
  const reader = new SchemaReader(declarations);
  const paths = objectPaths(esm, declarations);
  const snapshots = eventsOf(declarations, 'resources/Events.d.ts').map((event) =>
    snapshotType(event, declarations, reader),
  );
  const thin = eventsOf(declarations, 'resources/V2/Core/Events.d.ts').map((event) =>
    thinType(event, declarations, reader, paths),
  );
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
  return {
    events: {
      apiVersion: pinnedVersion(esm),
      sdkVersion: version,
      apiVersions: apiVersions(declarations, reader),
      eventTypes: [...sorted(snapshots), ...sorted(thin)],
    },
    schemas: Object.fromEntries(Object.entries(reader.schemas).sort(([a], [b]) => (a < b ? -1 : 1))),
    operations: operationsOf(esm, declarations, reader.schemas),
  };
}

/** The members of the file's union type `Event`. */
function eventsOf(declarations: Declarations, path: string): readonly Declaration[] {
  const space = declarations.file(path);
  const { node } = declarations.resolve('Event', space);
  if (!ts.isTypeAliasDeclaration(node) || !ts.isUnionTypeNode(node.type))
    throw new Error(`${path} has no union "Event".`);
  return node.type.types.map((type) => declarations.resolve(type.getText(), space));
}

function snapshotType(event: Declaration, declarations: Declarations, reader: SchemaReader): EventType {
  const data = memberType(declarations.resolve(`${event.node.name.text}.Data`, event.space), 'object');
  const schema =
    data && reader.read(data, declarations.resolve(`${event.node.name.text}.Data`, event.space).space);
  if (schema?.kind !== 'ref') throw new Error(`${event.name} carries no named object.`);
  reader.add(declarations.resolve('EventBase', event.space));
  return {
    type: typeOf(event),
    kind: 'snapshot',
    description: describe(event),
    schemas: alternatives(schema.name, reader),
  };
}

/** The names behind an alias such as `ExternalAccount = BankAccount | Card`. */
function alternatives(name: string, reader: SchemaReader): readonly string[] {
  const schema = reader.schemas[name];
  if (schema?.kind !== 'union') return [name];
  return schema.options.flatMap((option) => (option.kind === 'ref' ? alternatives(option.name, reader) : []));
}

function thinType(
  event: Declaration,
  declarations: Declarations,
  reader: SchemaReader,
  paths: ReadonlyMap<string, string>,
): EventType {
  const data = memberType(event, 'data');
  const schema = data && reader.read(data, event.space);
  reader.add(declarations.resolve('EventBase', event.space));
  const relatedObject = relatedObjectOf(event, declarations, paths);
  return {
    type: typeOf(event),
    kind: 'thin',
    description: describe(event),
    schemas: schema?.kind === 'ref' ? [schema.name] : [],
    ...(relatedObject && { relatedObject }),
  };
}

/** Read from `related_object: …` and the return type of `fetchRelatedObject()`. */
function relatedObjectOf(
  event: Declaration,
  declarations: Declarations,
  paths: ReadonlyMap<string, string>,
): RelatedObjectType | undefined {
  const related = memberType(event, 'related_object')?.getText();
  const fetched = /Promise<([\w.]+)>/.exec(memberType(event, 'fetchRelatedObject')?.getText() ?? '')?.[1];
  if (!related || !fetched) return undefined;
  const object = declarations.resolve(fetched, event.space);
  const type = memberType(object, 'object');
  if (!type || !ts.isLiteralTypeNode(type) || !ts.isStringLiteral(type.literal))
    throw new Error(`${object.name} has no object type.`);
  const path = paths.get(object.name);
  return {
    type: type.literal.text,
    schema: object.name,
    ...(path && { path }),
    ...(related.endsWith('RelatedSingletonObject') && { singleton: true as const }),
  };
}

function memberType({ node }: Declaration, name: string): ts.TypeNode | undefined {
  if (!ts.isInterfaceDeclaration(node)) return undefined;
  const member = node.members.find((candidate) => candidate.name?.getText() === name);
  return member && (ts.isPropertySignature(member) || ts.isMethodSignature(member)) ? member.type : undefined;
}

function typeOf(event: Declaration): string {
  const type = memberType(event, 'type');
  if (!type || !ts.isLiteralTypeNode(type) || !ts.isStringLiteral(type.literal))
    throw new Error(`${event.name} has no type.`);
  return type.literal.text;
}

function describe(event: Declaration): string {
  return plainText(docComment(event.node).description ?? '');
}

function pinnedVersion(esm: string): string {
  const version = /ApiVersion = "([^"]+)"/.exec(readFileSync(join(esm, 'apiVersion.d.ts'), 'utf8'))?.[1];
  if (!version) throw new Error('The SDK names no API version.');
  return version;
}

function apiVersions(declarations: Declarations, reader: SchemaReader): readonly string[] {
  const space = declarations.file('resources/WebhookEndpoints.d.ts');
  const { node } = declarations.resolve('WebhookEndpointCreateParams.ApiVersion', space);
  const schema = ts.isTypeAliasDeclaration(node) ? reader.read(node.type, space) : undefined;
  if (schema?.kind !== 'enum') throw new Error('The SDK lists no API versions.');
  return schema.values.map(String).sort();
}

function sorted(types: readonly EventType[]): readonly EventType[] {
  return [...types].sort((a, b) => (a.type < b.type ? -1 : 1));
}
