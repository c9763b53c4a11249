/** The Events panel as a person sees and uses it: a webview, which is a frame within a frame. */
import type { FrameLocator, Locator } from 'playwright-core';
import { until } from './locate.ts';
import { pressMenuItem } from './treeView.ts';
import type { Workbench } from './workbench.ts';

export class EventsPanel {
  readonly #workbench: Workbench;

  constructor(workbench: Workbench) {
    this.#workbench = workbench;
  }

  /** What the webview shows. */
  get frame(): FrameLocator {
    return this.#workbench.page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
  }

  get grid(): Locator {
    return this.frame.getByRole('grid');
  }

  get filterBox(): Locator {
    return this.frame.getByRole('combobox', { name: 'Filter events' });
  }

  get details(): Locator {
    return this.frame.getByRole('region', { name: 'Details' });
  }

  /** Shows the panel and waits for its first count. */
  async open(): Promise<void> {
    await this.#workbench.runCommand('Stripe Webhooks: Show Events Panel');
    await this.frame.locator('.count').filter({ hasText: /event/ }).waitFor();
  }

  /** Makes the panel as tall as the window. */
  async maximize(): Promise<void> {
    await this.#workbench.runCommand('View: Toggle Maximized Panel');
  }

  /** Waits until it says how many events there are. */
  async counts(text: string | RegExp): Promise<void> {
    await this.frame.locator('.count').filter({ hasText: text }).waitFor();
  }

  /** Rows in view that have come, top to bottom. */
  rows(): Promise<readonly { readonly place: number; readonly text: string }[]> {
    return this.grid.locator('.row.event:not(.waiting)').evaluateAll((rows) =>
      (
        rows as unknown as {
          dataset: { place: string };
          innerText: string;
          getBoundingClientRect(): { top: number };
        }[]
      )
        .map((row) => ({
          place: Number(row.dataset.place),
          text: row.innerText.replace(/\s+/g, ' ').trim(),
        }))
        .sort((a, b) => b.place - a.place),
    );
  }

  /** Waits until the rows in view are painted and as wanted. */
  waitForRows(
    what: string,
    accept: (rows: readonly { readonly place: number; readonly text: string }[]) => boolean,
  ): Promise<readonly { readonly place: number; readonly text: string }[]> {
    return until(
      this.#workbench.page,
      what,
      () => this.rows(),
      // A row whose page has just come stands there for a moment without its text.
      (rows) => rows.every(({ text }) => text !== '') && accept(rows),
    );
  }

  /** The row of this text, or the first in view. */
  row(text: string | RegExp = /./): Locator {
    return this.grid.locator('.row.event:not(.waiting)').filter({ hasText: text }).first();
  }

  /** Types a filter over the one that is there, and waits for the list. */
  async filter(text: string): Promise<void> {
    await this.filterBox.fill(text);
    await this.filterBox.press('Enter');
    await this.frame.locator('[role=grid][aria-busy=false]').waitFor();
  }

  /** Lets the list follow new events, with nothing selected. */
  async follow(): Promise<void> {
    await this.grid.press('Escape');
    const button = this.frame.getByRole('switch', { name: /Follow/ });
    if ((await button.getAttribute('aria-checked')) === 'false') await button.click();
  }

  /** Chooses a tab of the details. */
  async tab(name: string | RegExp): Promise<void> {
    await this.details.getByRole('tab', { name }).click();
  }

  /** Chooses an item of a row's context menu. */
  async contextMenu(row: Locator, item: string): Promise<void> {
    await row.click({ button: 'right' });
    await pressMenuItem(this.#workbench.page, item);
  }
}
