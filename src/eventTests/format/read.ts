import { sentence } from '../../sentence.ts';
import type { Fixture, FixtureContent } from '../fixture.ts';
import { isObject, JsonDocument, type Path } from './document.ts';
import { readExpectation } from './expectation.ts';
import { onlyKeys } from './keys.ts';

/** The only version of the format so far. */
const formatVersion = 1;

const keys = [
  '$schema',
  'fixture',
  'description',
  'target',
  'event',
  'body',
  'type',
  'seed',
  'set',
  'expect',
];

/** Reads a fixture and checks as it reads. */
export function readFixture(text: string, file: string): Fixture {
  const document = new JsonDocument(text, file);
  const { root } = document;
  const version = root['fixture'];
  if (version === undefined)
    document.fail([], sentence`it needs "fixture": ${formatVersion}, the version of the format`);
  if (version !== formatVersion)
    document.fail(
      ['fixture'],
      sentence`its version is ${JSON.stringify(version)}, and ${formatVersion} is the one that can be read`,
    );
  onlyKeys(document, root, keys, []);
  const description = textAt(document, ['description']);
  const target = targetOf(document);
  return {
    ...(description !== undefined && { description }),
    ...(target !== undefined && { target }),
    content: contentOf(document),
    expect: readExpectation(document),
  };
}

function contentOf(document: JsonDocument): FixtureContent {
  const { root } = document;
  const given = ['event', 'body', 'type'].filter((key) => root[key] !== undefined);
  const [kind, other] = given;
  if (kind === undefined) document.fail([], sentence`it needs one of "event", "body" and "type"`);
  if (other !== undefined)
    document.failName([other], sentence`it has "${kind}" and "${other}", of which only one can be sent`);
  if (kind === 'type') return generated(document);
  for (const key of ['seed', 'set'])
    if (root[key] !== undefined) document.failName([key], sentence`"${key}" goes with "type" alone`);
  return kind === 'event' ? recorded(document) : bytes(document);
}

function recorded(document: JsonDocument): FixtureContent {
  const event = document.root['event'];
  if (!isObject(event)) document.fail(['event'], sentence`"event" is no JSON object`);
  const type = event['type'];
  return {
    kind: 'event',
    text: document.textOf(['event']),
    type: typeof type === 'string' ? type : undefined,
  };
}

function bytes(document: JsonDocument): FixtureContent {
  const text = textAt(document, ['body']) ?? '';
  const body = Buffer.from(text, 'base64');
  if (body.toString('base64') !== text) document.fail(['body'], sentence`"body" is not in base64`);
  return { kind: 'body', body };
}

function generated(document: JsonDocument): FixtureContent {
  const { seed, set } = document.root;
  const type = textAt(document, ['type']) ?? '';
  if (seed !== undefined && typeof seed !== 'string' && typeof seed !== 'number')
    document.fail(['seed'], sentence`"seed" is neither text nor number`);
  if (set !== undefined && !isObject(set)) document.fail(['set'], sentence`"set" is no JSON object`);
  return { kind: 'generated', type, ...(seed !== undefined && { seed }), ...(set !== undefined && { set }) };
}

function targetOf(document: JsonDocument): string | undefined {
  const target = textAt(document, ['target']);
  if (target === undefined || /^\/(?!\/)/.test(target)) return target;
  if (URL.canParse(target) && /^https?:$/.test(new URL(target).protocol)) return target;
  return document.fail(['target'], sentence`"target" is neither a URL nor a path such as /webhook`);
}

function textAt(document: JsonDocument, path: Path): string | undefined {
  const value = document.root[path[0] ?? ''];
  if (value === undefined || typeof value === 'string') return value;
  return document.fail(path, sentence`"${path.join('.')}" is no text`);
}
