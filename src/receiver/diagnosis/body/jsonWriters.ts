import type { FrameworkId } from '../../frameworks.ts';
import type { JsonStyle } from './jsonStyle.ts';
import { writeJson } from './jsonStyle.ts';
import type { JsonTree } from './jsonTree.ts';
import { phrase } from '../../../sentence.ts';

/** A way in which programs write JSON. */
export interface JsonWriter {
  /** Who writes like this, for a sentence. */
  readonly by: () => string;
  /** What it looks like, for a sentence. */
  readonly looks: () => string;
  readonly style: JsonStyle;
  /** Where this happens to a request's body, the likeliest first. */
  readonly frameworks: readonly FrameworkId[];
}

const node = ['express', 'nextjs', 'nestjs', 'fastify', 'hono', 'lambda', 'firebase'] as const;
const python = ['flask', 'fastapi', 'django', 'lambda'] as const;
const compact = { indent: '', colon: ':', comma: ',' } as const;
const spaced = { indent: '', colon: ': ', comma: ', ' } as const;
const lines = { colon: ': ', comma: ',' } as const;

/**
 * The ways frameworks write JSON anew. Those that can be told apart from others by more stand first.
 * Sources: the documentation of each; for Node, Python and Go the tests compare with what these really write.
 */
export const jsonWriters = {
  'json.Marshal': {
    by: phrase`Go’s json.Marshal of a map`,
    looks: phrase`in one line with sorted keys and <, > and & escaped`,
    style: { ...compact, escapes: 'html', sorted: true },
    frameworks: ['go'],
  },
  'json.dumps sort_keys': {
    by: phrase`Python’s json.dumps with sort_keys`,
    looks: phrase`in one line with sorted keys and spaces after commas and colons`,
    style: { ...spaced, escapes: 'ascii', sorted: true },
    frameworks: python,
  },
  jsonify: {
    by: phrase`Flask’s jsonify`,
    looks: phrase`in one line with sorted keys and escaped Unicode`,
    style: { ...compact, escapes: 'ascii', sorted: true },
    frameworks: ['flask'],
  },
  sorted: {
    by: phrase`a program that sorts keys, such as jq -cS or a Java TreeMap`,
    looks: phrase`in one line with sorted keys`,
    style: { ...compact, escapes: 'none', sorted: true },
    frameworks: ['spring', 'proxy'],
  },
  'sorted and indented': {
    by: phrase`a program that sorts keys and indents, such as jq -S or an API client`,
    looks: phrase`indented by two spaces with sorted keys`,
    style: { ...lines, indent: '  ', escapes: 'none', sorted: true },
    frameworks: ['proxy'],
  },
  'JSON.stringify': {
    by: phrase`JSON.stringify (Jackson, Ruby’s JSON.generate, Json.NET and jq -c write the same)`,
    looks: phrase`in one line without spaces`,
    style: { ...compact, escapes: 'none' },
    frameworks: [...node, 'spring', 'rails', 'aspnet', 'fastapi', 'proxy'],
  },
  'json.dumps': {
    by: phrase`Python’s json.dumps`,
    looks: phrase`in one line with spaces after commas and colons and escaped Unicode`,
    style: { ...spaced, escapes: 'ascii' },
    frameworks: python,
  },
  'json.dumps ensure_ascii=False': {
    by: phrase`Python’s json.dumps with ensure_ascii=False`,
    looks: phrase`in one line with spaces after commas and colons`,
    style: { ...spaced, escapes: 'none' },
    frameworks: python,
  },
  'json.dumps separators': {
    by: phrase`Python’s json.dumps with compact separators`,
    looks: phrase`in one line without spaces and with escaped Unicode`,
    style: { ...compact, escapes: 'ascii' },
    frameworks: ['django', 'flask', 'fastapi'],
  },
  json_encode: {
    by: phrase`PHP’s json_encode`,
    looks: phrase`in one line with escaped slashes and Unicode`,
    style: { ...compact, escapes: 'php' },
    frameworks: ['laravel', 'php'],
  },
  'json_encode JSON_PRETTY_PRINT': {
    by: phrase`PHP’s json_encode with JSON_PRETTY_PRINT`,
    looks: phrase`indented by four spaces with escaped slashes and Unicode`,
    style: { ...lines, indent: '    ', escapes: 'php' },
    frameworks: ['laravel', 'php'],
  },
  to_json: {
    by: phrase`Rails’ to_json`,
    looks: phrase`in one line with <, > and & escaped`,
    style: { ...compact, escapes: 'html' },
    frameworks: ['rails'],
  },
  Gson: {
    by: phrase`Gson`,
    looks: phrase`in one line with =, ’, <, > and & escaped`,
    style: { ...compact, escapes: 'gson' },
    frameworks: ['spring'],
  },
  'System.Text.Json': {
    by: phrase`.NET’s System.Text.Json`,
    looks: phrase`in one line with Unicode, quotes and + escaped`,
    style: { ...compact, escapes: 'dotnet' },
    frameworks: ['aspnet'],
  },
  'two spaces': {
    by: phrase`JSON.stringify with an indentation of 2, or an editor’s formatter`,
    looks: phrase`indented by two spaces`,
    style: { ...lines, indent: '  ', escapes: 'none' },
    frameworks: [...node, 'proxy'],
  },
  'two spaces, escaped': {
    by: phrase`Python’s json.dumps with indent=2`,
    looks: phrase`indented by two spaces with escaped Unicode`,
    style: { ...lines, indent: '  ', escapes: 'ascii' },
    frameworks: python,
  },
  'four spaces': {
    by: phrase`JSON.stringify with an indentation of 4, or an editor’s formatter`,
    looks: phrase`indented by four spaces`,
    style: { ...lines, indent: '    ', escapes: 'none' },
    frameworks: [...node, 'proxy'],
  },
  'four spaces, escaped': {
    by: phrase`Python’s json.dumps with indent=4, or json.tool`,
    looks: phrase`indented by four spaces with escaped Unicode`,
    style: { ...lines, indent: '    ', escapes: 'ascii' },
    frameworks: python,
  },
  tabs: {
    by: phrase`JSON.stringify with tabs, Go’s json.MarshalIndent, or an editor’s formatter`,
    looks: phrase`indented by tabs`,
    style: { ...lines, indent: '\t', escapes: 'none' },
    frameworks: [...node, 'go', 'proxy'],
  },
} as const satisfies Record<string, JsonWriter>;

export type JsonWriterId = keyof typeof jsonWriters;

const entries = Object.entries(jsonWriters) as [JsonWriterId, JsonWriter][];

/**
 * The styles in which a signed body may have been written: Stripe's own way first, then those of tools that sign
 * bodies.
 */
export const signedStyles: readonly JsonStyle[] = (
  [
    'two spaces',
    'JSON.stringify',
    'two spaces, escaped',
    'json.dumps',
    'json.dumps ensure_ascii=False',
    'json.dumps separators',
    'json_encode',
    'to_json',
    'System.Text.Json',
    'four spaces',
    'tabs',
  ] as const satisfies readonly JsonWriterId[]
).map((id) => jsonWriters[id].style);

/** Who writes a tree exactly like this text. If any of them sort keys, only those count. */
export function writersOf(text: string, tree: JsonTree): readonly JsonWriterId[] {
  const isInOneLine = !text.includes('\n');
  const fitting = entries.filter(
    ([, { style }]) => (style.indent === '') === isInOneLine && writeJson(tree, style) === text,
  );
  const sorting = fitting.filter(([, { style }]) => style.sorted);
  return (sorting.length > 0 ? sorting : fitting).map(([id]) => id);
}
