import assert from 'node:assert/strict';
import fc from 'fast-check';
import { changesOf } from '../../../src/ui/panel/shared/changes.ts';
import { readJson, type JsonNodes } from '../../../src/ui/panel/shared/json/nodes.ts';
import {
  childrenOf,
  find,
  JsonTree,
  nameOf,
  pathOf,
  valueOf,
} from '../../../src/ui/panel/shared/json/tree.ts';

function read(text: string): JsonNodes {
  const nodes = readJson(text);
  assert.ok(nodes);
  return nodes;
}

/** Builds the value anew from the columns. */
function rebuilt(nodes: JsonNodes, index = 0): unknown {
  const children = childrenOf(nodes, index);
  if (nodes.kind[index] === 'array') return children.map((child) => rebuilt(nodes, child));
  if (nodes.kind[index] === 'object')
    return Object.fromEntries(children.map((child) => [nameOf(nodes, child), rebuilt(nodes, child)]));
  return JSON.parse(nodes.text.slice(nodes.start[index], nodes.end[index]));
}

describe('the payload tree', () => {
  it('holds every value of any JSON, however it is laid out', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(undefined, 2, '\t'), (json, space) => {
        const value: unknown = JSON.parse(json);
        assert.deepEqual(rebuilt(read(JSON.stringify(value, undefined, space))), value);
      }),
    );
  });

  it('keeps numbers as they were sent', () => {
    const nodes = read('{"amount":12345678901234567890.0}');
    assert.equal(valueOf(nodes, 1), '12345678901234567890.0');
  });

  it('is no tree for what is not JSON', () => {
    assert.equal(readJson('{"a":}'), undefined);
    assert.equal(readJson(''), undefined);
  });

  it('shows ten thousand levels without going into them', () => {
    const depth = 10_000;
    const tree = new JsonTree(read(`${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`));
    assert.equal(tree.nodes.count, depth + 1);
    assert.equal(tree.rows.length, 4);
    assert.equal(tree.reveal(depth), depth);
    assert.equal(tree.find('1').at(-1), depth);
  });

  it('opens and closes', () => {
    const tree = new JsonTree(read('{"a":{"b":1},"c":[2,3]}'));
    assert.deepEqual(tree.rows, [0, 1, 2, 3, 4, 5]);
    tree.set(1, false);
    assert.deepEqual(tree.rows, [0, 1, 3, 4, 5]);
    tree.set(0, false);
    assert.deepEqual(tree.rows, [0]);
  });

  it('finds names and values in any case, but not what merely stands around them', () => {
    const tree = new JsonTree(read('{"Customer":{"email":"A@example.com"},"total":7}'));
    assert.deepEqual(tree.find('customer'), [1]);
    assert.deepEqual(tree.find('a@EXAMPLE'), [2]);
    assert.deepEqual(tree.find('nothing'), []);
  });

  it('names the way to a value as code would', () => {
    const nodes = read('{"data":{"items":[{"odd key":1}]}}');
    assert.equal(pathOf(nodes, nodes.count - 1), 'data.items[0]["odd key"]');
    assert.equal(find(nodes, 'data', 'items'), 2);
    assert.equal(find(nodes, 'data', 'other'), undefined);
  });
});

describe('what an update changed', () => {
  const changes = (previous: object, object: object) =>
    changesOf(read(JSON.stringify({ data: { object, previous_attributes: previous } })));

  it('is told field by field, objects inside, lists as a whole', () => {
    assert.deepEqual(
      changes(
        { email: 'old@example.com', address: { city: 'Ulm' }, items: [1] },
        { email: 'new@example.com', address: { city: 'Bonn', line1: 'x' }, items: [1, 2] },
      ),
      [
        { path: 'email', before: '"old@example.com"', after: '"new@example.com"' },
        { path: 'items', before: '[1]', after: '[1,2]' },
        { path: 'address.city', before: '"Ulm"', after: '"Bonn"' },
      ],
    );
  });

  it('shows what was not there before or is not there any more', () => {
    assert.deepEqual(changes({ name: null, gone: 1 }, { name: 'N' }), [
      { path: 'name', before: 'null', after: '"N"' },
      { path: 'gone', before: '1', after: undefined },
    ]);
  });

  it('is nothing for an event without previous attributes', () => {
    assert.deepEqual(changesOf(read('{"data":{"object":{}}}')), []);
  });
});
