import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HumanError } from '../../src/humanError.ts';
import { Journal } from '../../src/journal/journal.ts';
import { validateKey } from '../../src/stripe/apiKey.ts';
import { phrase, sentence, speak } from '../../src/sentence.ts';

describe('sentences', () => {
  afterEach(() => speak(undefined));

  it('are English until a language is given, with their values in place', () => {
    assert.equal(sentence`The endpoint ${'we_1'} has ${2} secrets.`, 'The endpoint we_1 has 2 secrets.');
  });

  it('are said in the language given, with the values where it wants them', () => {
    const said = phrase`Nothing was said.`;
    speak({ '{0} of {1}': '{1}: {0}', 'Nothing was said.': 'Nichts wurde gesagt.' });
    assert.equal(sentence`${1} of ${'{0}'}`, '{0}: 1');
    assert.equal(said(), 'Nichts wurde gesagt.');
    assert.equal(sentence`Nobody translated ${'this'}.`, 'Nobody translated this.');
  });

  it('speak it in every room, also from a table', () => {
    speak({ 'This is {0}; {1}.': 'Das ist {0}; {1}.', 'an account id, not an API key': 'eine Konto-ID' });
    assert.match(validateKey('acct_1') ?? '', /^Das ist eine Konto-ID; /);
  });

  it('speak it in the journal’s thread', async () => {
    speak({
      'The file {0} could not be used ({1}); choose another place, or make sure that the disk has space and the file may be read and written.':
        'Unbrauchbar: {0}',
    });
    const folder = await mkdtemp(join(tmpdir(), 'sentences-'));
    const worker = new URL('../../src/journal/worker/main.ts', import.meta.url);
    const journal = await Journal.open(join(folder, 'journal.sqlite'), worker);
    try {
      await writeFile(join(folder, 'in-the-way'), '');
      await assert.rejects(journal.exportTo(join(folder, 'in-the-way', 'session'), {}), (error) => {
        assert.ok(error instanceof HumanError);
        assert.match(error.message, /^Unbrauchbar: /);
        return true;
      });
    } finally {
      await journal.close();
      await rm(folder, { recursive: true });
    }
  });
});
