/** Pictures of the Events panel in all four kinds of themes, for the README and for the eye. */
import { dirname } from 'node:path';
import { EventsPanel } from './eventsPanel.ts';
import { until } from './locate.ts';
import { EventSeeder, openSeededJournal } from './seedEvents.ts';
import { copyFrom, createEndpoint } from './steps.ts';
import type { WorkbenchServer } from './server.ts';
import type { Workbench } from './workbench.ts';

/** The themes by the names of their pictures. */
const themes = {
  'panel-dark': ['Dark Modern', 'vs-dark'],
  'panel-light': ['Light Modern', 'vs'],
  'panel-hc-dark': ['Dark High Contrast', 'hc-black'],
  'panel-hc-light': ['Light High Contrast', 'hc-light'],
} as const;

/** Fills the panel with an hour of events and takes its picture in each theme; gives the pictures' paths. */
export async function takePanelPictures(
  workbench: Workbench,
  server: Pick<WorkbenchServer, 'logs'>,
  folder: string,
): Promise<readonly string[]> {
  await workbench.openContainer();
  const endpointIds = [
    await endpoint(workbench, 'Orders', 4747),
    await endpoint(workbench, 'Billing', 4748),
  ] as const;
  const panel = new EventsPanel(workbench);
  await panel.open();
  const journal = await openSeededJournal(dirname(dirname(server.logs)));
  try {
    await (await EventSeeder.create(journal, endpointIds)).append(400);
  } finally {
    await journal.close();
  }
  await workbench.runCommand('Notifications: Clear All Notifications');
  await panel.maximize();
  await workbench.runCommand('View: Toggle Primary Side Bar Visibility');
  await panel.row(/subscription\.updated/).click();
  await panel.tab('Payload');
  await panel.details.getByRole('treeitem').first().waitFor();
  const pictures: string[] = [];
  for (const [name, [label, kind]] of Object.entries(themes)) {
    await chooseTheme(workbench, label, kind);
    pictures.push(await workbench.screenshot(name, folder));
  }
  return pictures;
}

/** Creates an endpoint of this name and gives its id. */
async function endpoint(workbench: Workbench, description: string, port: number): Promise<string> {
  const row = `127.0.0.1:${port}/webhook`;
  const events = ['payment_intent.succeeded'];
  await createEndpoint(workbench, { url: `http://${row}`, events, description });
  return copyFrom(workbench, row, 'Copy Endpoint ID');
}

async function chooseTheme(workbench: Workbench, label: string, kind: string): Promise<void> {
  await workbench.runCommand('Preferences: Color Theme');
  await workbench.quickPick.choose(label);
  await workbench.quickPick.hidden();
  await until(
    workbench.page,
    `the theme ${label}`,
    async () => (await workbench.page.locator('.monaco-workbench').first().getAttribute('class')) ?? '',
    (classes) => classes.split(' ').includes(kind),
  );
}
