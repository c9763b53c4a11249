import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sentence } from '../../sentence.ts';
import type { AppHost, RunnableApp } from '../app.ts';
import { folderFrom } from './folder.ts';

/** Keeps events as the fixtures that tests are run with. */
export function recordApp(host: AppHost): RunnableApp {
  return {
    id: 'record',
    name: sentence`Record Fixtures`,
    description: sentence`Saves the first events of each type as fixtures in .stripe/fixtures, to test handlers with.`,
    icon: 'record',
    events: ['*'],
    needsTrust: true,
    config: [
      { key: 'events', kind: 'events', label: sentence`Event types to record`, default: '*' },
      {
        key: 'perType',
        kind: 'number',
        label: sentence`How many events of each type to keep`,
        default: 1,
        minimum: 1,
        maximum: 1_000,
      },
    ],
    async run(receipt, { config, log }) {
      const folder = join(folderFrom(host, '.stripe'), 'fixtures');
      await mkdir(folder, { recursive: true });
      const { name, text } = host.fixture(receipt);
      const file = free(name, new Set(await readdir(folder)), Number(config['perType']));
      if (file === undefined) return;
      await writeFile(join(folder, file), text, { flag: 'wx' });
      log(sentence`Saved as ${file}.`);
    },
  };
}

/** The first of the names that may be used and is not taken; undefined when all are. */
function free(name: string, taken: ReadonlySet<string>, most: number): string | undefined {
  for (let number = 1; number <= most; number++) {
    const file = number === 1 ? `${name}.json` : `${name}-${number}.json`;
    if (!taken.has(file)) return file;
  }
  return undefined;
}
