/** Finds declarations by name in the SDK's `.d.ts` files, parsing only the files that are asked for. */
import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path/posix';
import ts from 'typescript';

/** A named type, with the space in which the names it uses are looked up. */
export interface Declaration {
  /** Unique over the whole SDK, e.g. `Charge.BillingDetails` or `V2.Core.Account`. */
  readonly name: string;
  readonly node: ts.InterfaceDeclaration | ts.TypeAliasDeclaration;
  readonly space: Space;
}

interface Found {
  readonly declaration?: Declaration;
  readonly space?: Space;
}

/** A file or a namespace: what is declared, nested, imported and exported there. */
export interface Space {
  readonly prefix: readonly string[];
  readonly parent?: Space;
  readonly declarations: Map<string, Declaration>;
  readonly spaces: Map<string, Space>;
  readonly aliases: Map<string, () => Found | undefined>;
}

/** The declarations below one folder (the SDK's `esm`). */
export class Declarations {
  private readonly folder: string;
  private readonly files = new Map<string, Space>();

  constructor(folder: string) {
    this.folder = folder;
  }

  /** The space of a file such as `resources/Events.d.ts`. */
  file(path: string): Space {
    const known = this.files.get(path);
    if (known) return known;
    const folders = relative('resources', dirname(path)).split('/');
    const prefix = path.startsWith('resources') ? folders.filter((name) => name !== '') : [];
    const space = newSpace(prefix);
    this.files.set(path, space);
    const text = readFileSync(join(this.folder, path), 'utf8');
    const options = {
      languageVersion: ts.ScriptTarget.Latest,
      jsDocParsingMode: ts.JSDocParsingMode.ParseNone,
    };
    const source = ts.createSourceFile(path, text, options, true);
    for (const statement of source.statements) this.read(statement, space, path);
    return space;
  }

  /** What a dotted name means in `space`; throws when the SDK does not declare it. */
  resolve(name: string, space: Space): Declaration {
    const declaration = this.find(name, space)?.declaration;
    if (!declaration) throw new Error(`The SDK does not declare "${name}" in ${space.prefix.join('.')}.`);
    return declaration;
  }

  find(name: string, space: Space): Found | undefined {
    const [first = '', ...rest] = name.split('.');
    for (let at: Space | undefined = space; at; at = at.parent) {
      const start = member(at, first);
      if (start) return rest.reduce<Found | undefined>((found, part) => within(found, part), start);
    }
    return undefined;
  }

  private read(statement: ts.Statement, space: Space, path: string): void {
    if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) {
      const name = [...space.prefix, statement.name.text].join('.');
      space.declarations.set(statement.name.text, { name, node: statement, space });
    } else if (ts.isModuleDeclaration(statement)) {
      const inner = nested(space, statement.name.text);
      if (!statement.body || !ts.isModuleBlock(statement.body)) return;
      for (const part of statement.body.statements) this.read(part, inner, path);
    } else if (ts.isImportDeclaration(statement)) this.readImport(statement, space, path);
    else if (ts.isExportDeclaration(statement)) this.readExport(statement, space, path);
    else if (ts.isImportEqualsDeclaration(statement)) {
      const target = statement.moduleReference.getText();
      space.aliases.set(statement.name.text, () => this.find(target, space));
    }
  }

  private readImport(statement: ts.ImportDeclaration, space: Space, path: string): void {
    const from = importedFile(statement.moduleSpecifier, path);
    const bindings = statement.importClause?.namedBindings;
    if (!from || !bindings) return;
    if (ts.isNamespaceImport(bindings))
      space.aliases.set(bindings.name.text, () => ({ space: this.file(from) }));
    else
      for (const { name, propertyName } of bindings.elements)
        space.aliases.set(name.text, () => member(this.file(from), (propertyName ?? name).text));
  }

  private readExport(statement: ts.ExportDeclaration, space: Space, path: string): void {
    const from = importedFile(statement.moduleSpecifier, path);
    if (!statement.exportClause || !ts.isNamedExports(statement.exportClause)) return;
    for (const { name, propertyName } of statement.exportClause.elements) {
      const target = (propertyName ?? name).text;
      const outer = space.parent;
      // Without `from`, a namespace exports what its surroundings know; a file's own names need no alias.
      if (from) space.aliases.set(name.text, () => member(this.file(from), target));
      else if (outer) space.aliases.set(name.text, () => this.find(target, outer));
    }
  }
}

function newSpace(prefix: readonly string[], parent?: Space): Space {
  const space = { prefix, declarations: new Map(), spaces: new Map(), aliases: new Map() };
  return parent ? { ...space, parent } : space;
}

/** The namespace `name` of `space`. A file under `V2/Core` may reopen `V2.Core`: that adds no prefix. */
function nested(space: Space, name: string): Space {
  const known = space.spaces.get(name);
  if (known) return known;
  const depth = ancestors(space);
  const reopens = rootOf(space).prefix[depth] === name && depth < rootOf(space).prefix.length;
  const prefix = reopens ? space.prefix : [...space.prefix, name];
  const inner = newSpace(prefix, space);
  space.spaces.set(name, inner);
  return inner;
}

function rootOf(space: Space): Space {
  return space.parent ? rootOf(space.parent) : space;
}

function ancestors(space: Space): number {
  return space.parent ? 1 + ancestors(space.parent) : 0;
}

function member(space: Space, name: string): Found | undefined {
  const declaration = space.declarations.get(name);
  const inner = space.spaces.get(name);
  if (declaration ?? inner) return { ...(declaration && { declaration }), ...(inner && { space: inner }) };
  return space.aliases.get(name)?.();
}

function within(found: Found | undefined, name: string): Found | undefined {
  return found?.space && member(found.space, name);
}

function importedFile(specifier: ts.Expression | undefined, path: string): string | undefined {
  if (!specifier || !ts.isStringLiteral(specifier) || !specifier.text.startsWith('.')) return undefined;
  return join(dirname(path), specifier.text.replace(/\.js$/, '.d.ts'));
}
