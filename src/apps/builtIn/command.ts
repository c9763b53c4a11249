import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sentence } from '../../sentence.ts';
import type { AppHost, RunnableApp } from '../app.ts';
import { runShell } from './shell.ts';

/** Runs a command or a task of the workspace for every event, with the event on standard input. */
export function commandApp(host: AppHost): RunnableApp {
  return {
    id: 'command',
    name: sentence`Run Command or Task`,
    description: sentence`Runs a shell command or a task of the workspace with the event on standard input.`,
    icon: 'terminal',
    events: ['*'],
    needsTrust: true,
    limits: { timeoutMs: 120_000 },
    config: [
      {
        key: 'what',
        kind: 'choice',
        label: sentence`What to run`,
        default: 'command',
        choices: [
          {
            value: 'command',
            label: sentence`A shell command`,
            detail: sentence`What it prints goes to the app’s log.`,
          },
          {
            value: 'task',
            label: sentence`A task of the workspace`,
            detail: sentence`It runs in a terminal, as always.`,
          },
        ],
      },
      {
        key: 'command',
        kind: 'text',
        label: sentence`Command; the event’s JSON is on its standard input`,
        placeholder: 'node scripts/on-event.js',
        when: { key: 'what', is: 'command' },
      },
      {
        key: 'task',
        kind: 'text',
        label: sentence`Name of the task; the event’s JSON is on its standard input`,
        when: { key: 'what', is: 'task' },
      },
      { key: 'events', kind: 'events', label: sentence`Event types to run it for`, default: '*' },
    ],
    async run({ body, event, id }, { config, signal, log }) {
      if (config['what'] === 'task') {
        await withFile(body, (file) => host.runTask(String(config['task']), file, signal));
        return;
      }
      const env = {
        STRIPE_EVENT_ID: event.id,
        STRIPE_EVENT_TYPE: event.type,
        STRIPE_WEBHOOKS_RECEIPT: String(id),
      };
      await runShell(String(config['command']), {
        input: body,
        env,
        cwd: host.workspaceFolder(),
        signal,
        log,
      });
    },
  };
}

async function withFile(body: Uint8Array, use: (file: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'stripe-event-'));
  try {
    const file = join(folder, 'event.json');
    await writeFile(file, body);
    await use(file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
