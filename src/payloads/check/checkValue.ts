import type { Field, Schema, SchemaCatalogue } from '../../stripe/catalogue.ts';
import type { Problem } from '../validate.ts';
import { sentence } from '../../sentence.ts';

export interface Check {
  readonly schemas: SchemaCatalogue;
  readonly strict: boolean;
  /** Whether required fields may be missing, as in `previous_attributes`. */
  readonly partial?: boolean;
  readonly problems: Problem[];
}

/** Reports where a value is not what its schema says. */
export function checkValue(value: unknown, schema: Schema, path: string, check: Check): void {
  switch (schema.kind) {
    case 'unknown':
      return;
    case 'ref':
      return checkValue(value, check.schemas[schema.name] ?? { kind: 'unknown' }, path, check);
    case 'union':
      return checkUnion(value, schema.options, path, check);
    case 'object':
      return isRecord(value)
        ? checkFields(value, schema.fields, path, check)
        : wrongType(value, schema, path, check);
    case 'map':
      if (!isRecord(value)) return wrongType(value, schema, path, check);
      for (const [key, item] of Object.entries(value))
        checkValue(item, schema.values, join(path, key), check);
      return;
    case 'array':
      if (!Array.isArray(value)) return wrongType(value, schema, path, check);
      return value.forEach((item, index) => checkValue(item, schema.items, join(path, String(index)), check));
    case 'list':
      return isRecord(value)
        ? checkFields(value, listFields(schema.items), path, check)
        : wrongType(value, schema, path, check);
    case 'enum':
      return checkEnum(value, schema, path, check);
    default:
      if (!fits(value, schema)) wrongType(value, schema, path, check);
  }
}

/** Reports missing, wrong and (strictly) undeclared fields. */
export function checkFields(
  value: Readonly<Record<string, unknown>>,
  fields: Readonly<Record<string, Field>>,
  path: string,
  check: Check,
): void {
  for (const [name, field] of Object.entries(fields)) {
    const at = join(path, name);
    if (Object.hasOwn(value, name)) checkValue(value[name], field.schema, at, check);
    else if (field.required && !check.partial)
      report(check, at, sentence`The required field "${at}" is missing.`);
  }
  if (!check.strict) return;
  for (const name of Object.keys(value))
    if (!Object.hasOwn(fields, name))
      report(check, join(path, name), sentence`The field "${join(path, name)}" is not declared.`);
}

/** Reports the problems of the option that fits best: the one with the same `object`, or with fewest problems. */
function checkUnion(value: unknown, options: readonly Schema[], path: string, check: Check): void {
  let best: readonly Problem[] | undefined;
  const candidates = options.filter((option) => fits(value, resolved(option, check)));
  for (const option of candidates) {
    const attempt: Check = { ...check, problems: [] };
    checkValue(value, option, path, attempt);
    if (attempt.problems.length === 0) return;
    if (!best || attempt.problems.length < best.length) best = attempt.problems;
  }
  if (best) check.problems.push(...best);
  else wrongType(value, { kind: 'union', options }, path, check);
}

function checkEnum(
  value: unknown,
  schema: Schema & { readonly kind: 'enum' },
  path: string,
  check: Check,
): void {
  if (schema.values.some((allowed) => allowed === value)) return;
  if (schema.open && typeof value === 'string' && (!check.strict || schema.values.length === 0)) return;
  const allowed = schema.values.map((item) => JSON.stringify(item)).join(', ');
  report(check, path, sentence`The field "${path}" is ${shown(value)}; it must be one of ${allowed}.`);
}

/** Whether a value is of the schema's sort, without looking into it. */
function fits(value: unknown, schema: Schema): boolean {
  switch (schema.kind) {
    case 'string':
    case 'boolean':
      return typeof value === schema.kind;
    case 'number':
      return typeof value === 'number' && Number.isFinite(value);
    case 'null':
      return value === null;
    case 'enum':
      return (
        schema.values.some((allowed) => typeof allowed === typeof value) ||
        (schema.open === true && typeof value === 'string')
      );
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isRecord(value) && sameObject(value, schema.fields);
    case 'list':
    case 'map':
      return isRecord(value);
    default:
      return true;
  }
}

function sameObject(
  value: Readonly<Record<string, unknown>>,
  fields: Readonly<Record<string, Field>>,
): boolean {
  const declared = fields['object']?.schema;
  return (
    declared?.kind !== 'enum' ||
    !Object.hasOwn(value, 'object') ||
    declared.values.includes(value['object'] as string)
  );
}

function resolved(schema: Schema, check: Check): Schema {
  return schema.kind === 'ref' ? (check.schemas[schema.name] ?? { kind: 'unknown' }) : schema;
}

function listFields(items: Schema): Readonly<Record<string, Field>> {
  return {
    object: { schema: { kind: 'enum', values: ['list'] }, required: true },
    data: { schema: { kind: 'array', items }, required: true },
    has_more: { schema: { kind: 'boolean' }, required: true },
    url: { schema: { kind: 'string' }, required: true },
  };
}

function wrongType(value: unknown, schema: Schema, path: string, check: Check): void {
  report(check, path, sentence`The field "${path}" is ${shown(value)}; it must be ${expected(schema)}.`);
}

function expected(schema: Schema): string {
  switch (schema.kind) {
    case 'ref':
      return sentence`an object (${schema.name})`;
    case 'union':
      return [...new Set(schema.options.map(expected))].join(sentence` or `);
    case 'enum':
      return schema.values.map((value) => JSON.stringify(value)).join(sentence` or `);
    case 'null':
      return 'null';
    case 'array':
      return sentence`an array`;
    case 'object':
      return sentence`an object`;
    default:
      return sentence`a ${schema.kind}`;
  }
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return sentence`an array`;
  if (isRecord(value)) return sentence`an object`;
  const text = JSON.stringify(value) ?? 'undefined';
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

function report(check: Check, path: string, message: string): void {
  check.problems.push({ path, message });
}
