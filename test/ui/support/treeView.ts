/** A tree view in the side bar. */
import type { Locator, Page } from 'playwright-core';
import { exactly, matching, plain, until } from './locate.ts';

export interface TreeRow {
  readonly label: string;
  readonly description: string;
  /** 1 for the rows at the top. */
  readonly level: number;
  /** Undefined for a row that cannot be expanded. */
  readonly expanded: boolean | undefined;
}

export class TreeView {
  private readonly page: Page;
  private readonly pane: Locator;

  constructor(page: Page, name: string) {
    this.page = page;
    this.pane = page.locator('.pane').filter({ has: page.locator('h3.title', { hasText: exactly(name) }) });
  }

  private allRows(): Locator {
    return this.pane.locator('.monaco-list-rows > .monaco-list-row');
  }

  private row(label: string | RegExp): Locator {
    return this.allRows()
      .filter({ has: this.page.locator('.label-name', { hasText: matching(label) }) })
      .first();
  }

  /** The rows shown now, top to bottom. Read at one go, since rows come and go meanwhile. */
  async rows(): Promise<TreeRow[]> {
    const rows = await this.allRows().evaluateAll((elements: RowElement[]) =>
      elements
        .map((element) => ({
          index: Number(element.getAttribute('data-index')),
          label: element.querySelector('.label-name')?.textContent ?? '',
          description: element.querySelector('.label-description')?.textContent ?? '',
          level: Number(element.getAttribute('aria-level')),
          expanded: element.getAttribute('aria-expanded'),
        }))
        .sort((one, other) => one.index - other.index),
    );
    return rows.map(({ label, description, level, expanded }) => ({
      label: plain(label).trim(),
      description: plain(description).trim(),
      level,
      expanded: expanded === null ? undefined : expanded === 'true',
    }));
  }

  /** Waits until the rows are as wanted, and gives them. */
  waitForRows(what: string, accept: (rows: TreeRow[]) => boolean): Promise<TreeRow[]> {
    return until(this.page, what, () => this.rows(), accept);
  }

  /** Waits for a row of this label, and gives it. */
  async waitForRow(label: string | RegExp): Promise<TreeRow> {
    const fits = (row: TreeRow) => matching(label).test(row.label);
    const rows = await this.waitForRows(`a row ${String(label)}`, (now) => now.some(fits));
    return rows.find(fits) as TreeRow;
  }

  async waitForNoRow(label: string | RegExp): Promise<void> {
    await this.row(label).waitFor({ state: 'detached' });
  }

  async expand(label: string | RegExp): Promise<void> {
    const row = this.row(label);
    await row.waitFor();
    if ((await row.getAttribute('aria-expanded')) !== 'true') await row.locator('.monaco-tl-twistie').click();
    await this.allRows().and(this.page.locator('[aria-expanded="true"]')).first().waitFor();
  }

  async collapse(label: string | RegExp): Promise<void> {
    const row = this.row(label);
    if ((await row.getAttribute('aria-expanded')) === 'true') await row.locator('.monaco-tl-twistie').click();
  }

  async clickRow(label: string | RegExp): Promise<void> {
    await this.row(label).locator('.label-name').click();
  }

  /** Rests the pointer on a row, as a person does who wants its tooltip. */
  async hoverRow(label: string | RegExp): Promise<void> {
    await this.row(label).locator('.label-name').hover();
  }

  /** The colour of a row's label, as CSS has it. */
  async labelColor(label: string | RegExp): Promise<string> {
    const name = this.row(label).locator('.label-name').first();
    return name.evaluate((element) => (globalThis as unknown as Styles).getComputedStyle(element).color);
  }

  /** Adds a row to the selection. */
  async addToSelection(label: string | RegExp): Promise<void> {
    await this.row(label)
      .locator('.label-name')
      .click({ modifiers: ['ControlOrMeta'] });
  }

  /** Presses an inline action of a row, which shows on hover. */
  async rowAction(label: string | RegExp, action: string | RegExp): Promise<void> {
    const row = this.row(label);
    await row.hover();
    await row.getByRole('button', { name: matching(action) }).click();
  }

  /** Titles of a row's inline actions. */
  async rowActions(label: string | RegExp): Promise<string[]> {
    const row = this.row(label);
    await row.hover();
    const buttons = row.locator('.actions .action-label');
    await buttons.first().waitFor();
    return Promise.all(
      (await buttons.all()).map(async (one) => (await one.getAttribute('aria-label')) ?? ''),
    );
  }

  /** Takes an item of a row's context menu, which is opened again if a refresh of the row has closed it. */
  async contextMenu(label: string | RegExp, item: string): Promise<void> {
    const isOpen = async () => {
      await this.row(label).click({ button: 'right' });
      return menuItem(this.page, item)
        .waitFor({ timeout: 4_000 })
        .then(
          () => true,
          () => false,
        );
    };
    for (let tries = 0; tries < 4 && !(await isOpen()); tries++) await this.page.keyboard.press('Escape');
    await pressMenuItem(this.page, item);
  }

  /** Labels of a row's context menu, which is closed again. */
  async contextMenuItems(label: string | RegExp): Promise<string[]> {
    await this.row(label).click({ button: 'right' });
    const labels = this.page.locator('.monaco-menu .action-menu-item .action-label');
    await labels.first().waitFor();
    const texts = await labels.allTextContents();
    await this.page.keyboard.press('Escape');
    return texts.map((text) => plain(text).trim()).filter(Boolean);
  }

  /** Presses an action in the view's title bar, or in its menu of further actions. */
  async titleAction(action: string): Promise<void> {
    const bar = this.page.locator('.sidebar .composite.title, .pane-header').filter({ visible: true });
    const button = bar.getByRole('button', { name: action, exact: true }).first();
    if ((await button.count()) > 0) return button.click();
    await bar.getByRole('button', { name: 'Views and More Actions...' }).first().click();
    await pressMenuItem(this.page, action);
  }

  /** Waits until a message like this stands over the rows. */
  async message(text: RegExp): Promise<void> {
    await this.pane.locator('.message:visible').filter({ hasText: text }).waitFor();
  }

  /** Waits until no message stands over the rows. */
  async noMessage(): Promise<void> {
    await this.pane.locator('.message:visible').filter({ hasText: /\S/ }).waitFor({ state: 'hidden' });
  }

  /** Waits for the text shown in place of an empty tree, and gives it. */
  async welcome(text: string | RegExp = /\S/): Promise<string> {
    const content = this.pane.locator('.welcome-view-content:visible');
    await content.filter({ hasText: text }).waitFor();
    return plain(await content.innerText());
  }

  async clickWelcome(button: string): Promise<void> {
    await this.pane
      .locator('.welcome-view-content:visible')
      .locator('.monaco-button, a')
      .filter({ hasText: exactly(button) })
      .first()
      .click();
  }
}

// A menu takes no press in the moment it opens, so that opening it does not choose from it: press until it closes.
/** Presses an item of the open menu, again if it closes too late or not at all. */
export async function pressMenuItem(page: Page, label: string): Promise<void> {
  const item = menuItem(page, label);
  await item.waitFor();
  for (let presses = 0; presses < 10 && (await item.isVisible()); presses++) {
    await item.click({ timeout: 2_000 }).catch(() => undefined);
    await item.waitFor({ state: 'hidden', timeout: 500 }).catch(() => undefined);
  }
}

function menuItem(page: Page, label: string): Locator {
  return page
    .locator('.monaco-menu .action-menu-item')
    .filter({ hasText: exactly(label) })
    .first();
}

interface Styles {
  getComputedStyle(element: unknown): { readonly color: string };
}

/** What is read of a row's element; the DOM's own types are not loaded here. */
interface RowElement {
  getAttribute(name: string): string | null;
  querySelector(selector: string): { readonly textContent: string | null } | null;
}
