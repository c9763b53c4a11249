import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sentence } from '../../sentence.ts';
import type { AppHost, AppReceipt, RunnableApp } from '../app.ts';
import { folderFrom } from './folder.ts';

/** Appends every event to a file of its day. */
export function archiveApp(host: AppHost): RunnableApp {
  return {
    id: 'archive',
    name: sentence`Archive`,
    description: sentence`Appends events to a file a day (NDJSON) in a folder, for scripts and spreadsheets.`,
    icon: 'archive',
    events: ['*'],
    needsTrust: true,
    limits: { queue: 100_000, perMinute: 600_000 },
    config: [
      { key: 'events', kind: 'events', label: sentence`Event types to archive`, default: '*' },
      {
        key: 'folder',
        kind: 'folder',
        label: sentence`Folder of the files, absolute or within the workspace`,
        default: '.stripe/archive',
      },
    ],
    async run(receipt, { config }) {
      const folder = folderFrom(host, config['folder']);
      if (await mkdir(folder, { recursive: true })) await ignoreInGit(folder);
      await appendFile(join(folder, `${dayOf(receipt)}.ndjson`), archiveLine(receipt));
    },
  };
}

/** The event as one line. Its own JSON stays as it came, but for line ends and indentation. */
function archiveLine({ receivedAt, source, event, body }: AppReceipt): string {
  // JSON has line ends only between tokens, so that taking them out changes no value.
  const json = Buffer.from(body.buffer, body.byteOffset, body.byteLength)
    .toString('utf8')
    .trim()
    .replace(/[\r\n]+[ \t]*/g, '');
  const head = JSON.stringify({ receivedAt: new Date(receivedAt).toISOString(), source, type: event.type });
  return `${head.slice(0, -1)},"event":${json}}\n`;
}

/** In UTC, so that a file's name means the same everywhere. */
function dayOf({ receivedAt }: AppReceipt): string {
  return new Date(receivedAt).toISOString().slice(0, 10);
}

/** Events can hold personal data of customers, which must not be committed by accident. */
async function ignoreInGit(folder: string): Promise<void> {
  await writeFile(join(folder, '.gitignore'), '*\n', { flag: 'wx' }).catch(() => undefined);
}
