import assert from 'node:assert/strict';
import { formatJson } from '../../../src/ui/editor/formatJson.ts';

const formatted = (text: string) => Buffer.from(formatJson(Buffer.from(text))).toString();

describe('an event laid out to be read', () => {
  it('says what was sent, in its words', () => {
    assert.equal(
      formatted('{"b":1.50,"a":"\\u00e4",\n "none":[] ,"list":[1, {"x":null}]}'),
      '{\n  "b": 1.50,\n  "a": "\\u00e4",\n  "none": [],\n  "list": [\n    1,\n    {\n      "x": null\n    }\n  ]\n}',
    );
  });

  it('is as it came when it is no JSON', () => {
    assert.equal(formatted('payload=%7B%7D'), 'payload=%7B%7D');
  });

  it('may have ten thousands of fields: the window does not stand still meanwhile', () => {
    const lines = Array.from({ length: 10_000 }, (_, amount) => ({ id: `il_${amount}`, amount, tax: [] }));
    const event = { id: 'evt_1', object: 'event', data: { object: { id: 'in_1', lines } } };
    assert.equal(formatted(JSON.stringify(event)), JSON.stringify(event, undefined, 2));
  });
});
