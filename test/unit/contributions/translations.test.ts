import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { stringsToTranslate } from './stringsToTranslate.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const placeholders = (text: string) => [...new Set(text.match(/\{\d+\}|\$\([\w-]+\)/g))].sort();

describe('the German translation', () => {
  const german = JSON.parse(readFileSync(`${root}/l10n/bundle.l10n.de.json`, 'utf8')) as Record<
    string,
    string
  >;
  const strings = stringsToTranslate(`${root}/src`);

  it('has every string of the code and no other', () => {
    assert.deepEqual(Object.keys(german).sort(), [...strings].sort());
  });

  it('keeps the placeholders and icons of each string', () => {
    for (const [text, translated] of Object.entries(german)) {
      assert.deepEqual(placeholders(translated), placeholders(text), text);
    }
  });
});
