import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AppHost, AppReceipt, RunnableApp, RunContext } from '../../../../src/apps/app.ts';
import { builtInApps } from '../../../../src/apps/builtInApps.ts';
import { completeConfig, type Config } from '../../../../src/apps/config.ts';
import { fixtureName, fixtureText } from '../../../../src/eventTests/fixtureText.ts';

/** The built-in apps in a workspace of their own, and what they have shown. */
export interface Desk {
  readonly folder: string;
  readonly shown: { readonly how: 'status' | 'notification'; readonly text: string }[];
  readonly tasks: { readonly name: string; readonly input: string }[];
  /** What the app of the last run has said. */
  readonly log: string[];
  app(id: string): RunnableApp;
  /** Runs an app with an event. Its own files lie in `<folder>/own`. */
  run(id: string, receipt: AppReceipt, config?: Config, options?: Partial<RunContext>): Promise<void>;
  dispose(): Promise<void>;
}

/** Sets up a desk. Events of `we_1` are signed with `secret`. */
export async function openDesk(secret = 'whsec_of_we_1'): Promise<Desk> {
  const folder = await mkdtemp(join(tmpdir(), 'stripe-webhooks-apps-'));
  const shown: Desk['shown'][number][] = [];
  const tasks: Desk['tasks'][number][] = [];
  const log: string[] = [];
  const host: AppHost = {
    showStatus: (text) => void shown.push({ how: 'status', text }),
    notify: (text) => void shown.push({ how: 'notification', text }),
    workspaceFolder: () => folder,
    signingSecrets: ({ endpointId }) => Promise.resolve(endpointId === 'we_1' ? [secret] : []),
    dashboardUrl: (connectionId, id) =>
      `https://dashboard.stripe.com/${connectionId.replace('/', '-')}/${id}`,
    runTask: async (name, file) => void tasks.push({ name, input: await readFile(file, 'utf8') }),
    fixture: ({ body, event }) => ({
      name: fixtureName(event.type),
      text: fixtureText(body, event.type, (json) => json),
    }),
  };
  const apps = builtInApps(host);
  const app = (id: string): RunnableApp => {
    const found = apps.find((one) => one.id === id);
    if (!found) throw new Error(`There is no app ${id}.`);
    return found;
  };
  return {
    folder,
    shown,
    tasks,
    log,
    app,
    async run(id, receipt, config = {}, options = {}) {
      const found = app(id);
      await found.run(receipt, {
        config: completeConfig(found.config, config),
        signal: new AbortController().signal,
        attempt: 1,
        log: (text) => void log.push(text),
        folder: join(folder, 'own'),
        ...options,
      });
    },
    dispose: () => rm(folder, { recursive: true, force: true }),
  };
}
