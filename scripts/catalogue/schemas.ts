/** Turns the SDK's type declarations into schemas, collecting every declaration they refer to. */
import ts from 'typescript';
import type { Field, Schema } from '../../src/stripe/catalogue.ts';
import type { Declaration, Declarations, Space } from './declarations.ts';
import { docComment } from './docComment.ts';

const keywords: Partial<Record<ts.SyntaxKind, Schema>> = {
  [ts.SyntaxKind.StringKeyword]: { kind: 'string' },
  [ts.SyntaxKind.NumberKeyword]: { kind: 'number' },
  [ts.SyntaxKind.BooleanKeyword]: { kind: 'boolean' },
  [ts.SyntaxKind.UnknownKeyword]: { kind: 'unknown' },
  [ts.SyntaxKind.AnyKeyword]: { kind: 'unknown' },
  // The SDK turns the API's decimal and 64-bit strings into `Decimal` and `bigint`; JSON carries strings.
  [ts.SyntaxKind.BigIntKeyword]: { kind: 'string', format: 'int64' },
};

/** Collects schemas by name while types are read. */
export class SchemaReader {
  /** Every schema that was referred to, by name. */
  readonly schemas: Record<string, Schema> = {};
  private readonly declarations: Declarations;
  private readonly sources = new Map<string, Declaration>();

  constructor(declarations: Declarations) {
    this.declarations = declarations;
  }

  /** Reads a named type and all it refers to; gives its name. */
  add(declaration: Declaration): string {
    const known = this.sources.get(declaration.name);
    if (known && known.node !== declaration.node)
      throw new Error(`Two types are called ${declaration.name}.`);
    if (!known) {
      this.sources.set(declaration.name, declaration);
      this.schemas[declaration.name] = this.body(declaration);
    }
    return declaration.name;
  }

  /** The schema of a type as it is written in `space`; undefined for `void`. */
  read(node: ts.TypeNode, space: Space): Schema | undefined {
    if (node.kind === ts.SyntaxKind.VoidKeyword) return undefined;
    const keyword = keywords[node.kind];
    if (keyword) return keyword;
    if (ts.isParenthesizedTypeNode(node)) return this.read(node.type, space);
    if (ts.isLiteralTypeNode(node)) return literal(node.literal);
    if (ts.isArrayTypeNode(node)) return { kind: 'array', items: this.some(node.elementType, space) };
    if (ts.isUnionTypeNode(node)) return this.union(node, space);
    if (ts.isTypeLiteralNode(node)) return this.members(node.members, space);
    if (ts.isTypeReferenceNode(node)) return this.reference(node, space);
    throw new Error(`The catalogue cannot read the type "${node.getText()}".`);
  }

  /** A reference to a named type, read with all it refers to. */
  named(name: string, space: Space): Schema {
    return { kind: 'ref', name: this.add(this.declarations.resolve(name, space)) };
  }

  private some(node: ts.TypeNode, space: Space): Schema {
    return this.read(node, space) ?? { kind: 'unknown' };
  }

  private body({ node, space }: Declaration): Schema {
    const { description } = docComment(node);
    const schema = ts.isInterfaceDeclaration(node)
      ? this.members(node.members, space, this.inherited(node, space))
      : this.some(node.type, space);
    return description ? { ...schema, description } : schema;
  }

  private inherited(node: ts.InterfaceDeclaration, space: Space): Record<string, Field> {
    const bases = (node.heritageClauses ?? []).flatMap((clause) => [...clause.types]);
    const fields = bases.map((base) => {
      const schema = this.body(this.declarations.resolve(base.expression.getText(), space));
      return schema.kind === 'object' ? schema.fields : {};
    });
    return Object.assign({}, ...fields) as Record<string, Field>;
  }

  private members(
    members: ts.NodeArray<ts.TypeElement>,
    space: Space,
    inherited: Record<string, Field> = {},
  ): Schema {
    const fields: Record<string, Field> = { ...inherited };
    for (const member of members) {
      if (ts.isIndexSignatureDeclaration(member))
        return { kind: 'map', values: this.some(member.type, space) };
      if (!ts.isPropertySignature(member) || !member.type || ts.isFunctionTypeNode(member.type)) continue;
      const schema = this.read(member.type, space);
      const name = ts.isStringLiteral(member.name) ? member.name.text : member.name.getText();
      if (schema) fields[name] = { schema, required: !member.questionToken, ...docComment(member) };
    }
    return { kind: 'object', fields };
  }

  private reference(node: ts.TypeReferenceNode, space: Space): Schema {
    const name = node.typeName.getText();
    const argument = node.typeArguments?.[0];
    if (argument && name === 'Array') return { kind: 'array', items: this.some(argument, space) };
    if (argument && name === 'ApiList') return { kind: 'list', items: this.some(argument, space) };
    // A parameter that an empty text unsets.
    if (argument && name === 'Emptyable')
      return { kind: 'union', options: [this.some(argument, space), { kind: 'enum', values: [''] }] };
    if (argument) throw new Error(`The catalogue cannot read the type "${node.getText()}".`);
    if (name === 'OtherString') return { kind: 'enum', values: [], open: true };
    // A file's content, which does not travel as JSON.
    if (name === 'Uint8Array') return { kind: 'unknown' };
    if (name === 'Decimal') return { kind: 'string', format: 'decimal' };
    const declaration = this.declarations.resolve(name, space);
    // Aliases of enums are used in one place: as part of the field they are easier to read and smaller.
    if (ts.isTypeAliasDeclaration(declaration.node)) {
      const schema = this.read(declaration.node.type, declaration.space);
      if (schema?.kind === 'enum') return schema;
    }
    return { kind: 'ref', name: this.add(declaration) };
  }

  private union(node: ts.UnionTypeNode, space: Space): Schema {
    const options = node.types.flatMap((type) => {
      const schema = this.read(type, space);
      return schema ? (schema.kind === 'union' ? schema.options : [schema]) : [];
    });
    const enums = options.filter((option) => option.kind === 'enum');
    const others: Schema[] = options.filter((option) => option.kind !== 'enum');
    const values = [...new Set(enums.flatMap((option) => option.values))];
    const open = enums.some((option) => option.open);
    if (enums.length > 0) others.unshift({ kind: 'enum', values, ...(open && { open: true as const }) });
    const [only] = others;
    return only && others.length === 1 ? only : { kind: 'union', options: others };
  }
}

function literal(node: ts.LiteralTypeNode['literal']): Schema {
  if (node.kind === ts.SyntaxKind.NullKeyword) return { kind: 'null' };
  if (node.kind === ts.SyntaxKind.TrueKeyword) return { kind: 'enum', values: [true] };
  if (node.kind === ts.SyntaxKind.FalseKeyword) return { kind: 'enum', values: [false] };
  if (ts.isStringLiteral(node)) return { kind: 'enum', values: [node.text] };
  const number = Number(node.getText());
  if (Number.isNaN(number)) throw new Error(`The catalogue cannot read the literal "${node.getText()}".`);
  return { kind: 'enum', values: [number] };
}
