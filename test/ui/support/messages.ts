/** What the workbench says to a person: notifications and modal dialogs. */
import type { Locator, Page } from 'playwright-core';
import { exactly, plain } from './locate.ts';

export class Notification {
  private readonly item: Locator;

  constructor(page: Page, text: RegExp) {
    this.item = page.locator('.notification-list-item:visible').filter({ hasText: text }).first();
  }

  /** Waits for it, and gives its whole sentence. */
  async text(): Promise<string> {
    return plain(await this.item.locator('.notification-list-item-message').innerText()).trim();
  }

  async buttons(): Promise<string[]> {
    await this.item.waitFor();
    return this.item.locator('.notification-list-item-buttons-container .monaco-button').allInnerTexts();
  }

  async click(button: string): Promise<void> {
    await this.item
      .locator('.monaco-button')
      .filter({ hasText: exactly(button) })
      .click();
  }

  /** Waits for it and takes it away. One without buttons may go by itself meanwhile. */
  async dismiss(): Promise<void> {
    await this.item.waitFor();
    await this.item
      .hover({ timeout: 10_000 })
      .then(() => this.item.locator('.codicon-notifications-clear').click({ timeout: 10_000 }))
      .catch(async (error: unknown) => {
        if (await this.item.isVisible()) throw error;
      });
    await this.item.waitFor({ state: 'detached' });
  }
}

/** Sentences of the notifications shown now. */
export async function notificationTexts(page: Page): Promise<string[]> {
  const texts = await page
    .locator('.notification-list-item:visible .notification-list-item-message')
    .allInnerTexts();
  return texts.map((text) => plain(text).trim());
}

export class Dialog {
  private readonly box: Locator;

  constructor(page: Page) {
    this.box = page.locator('.monaco-dialog-box:visible');
  }

  /** Waits for it, and gives its message. */
  async message(): Promise<string> {
    return plain(await this.box.locator('.dialog-message-text').innerText()).trim();
  }

  async detail(): Promise<string> {
    return plain(await this.box.locator('.dialog-message-detail').innerText()).trim();
  }

  async buttons(): Promise<string[]> {
    await this.box.waitFor();
    return this.box.locator('.dialog-buttons .monaco-button').allInnerTexts();
  }

  async click(button: string): Promise<void> {
    await this.box
      .locator('.dialog-buttons .monaco-button')
      .filter({ hasText: exactly(button) })
      .click();
    await this.box.waitFor({ state: 'hidden' });
  }

  /** Presses the button that agrees, whatever it is called. */
  async confirm(): Promise<void> {
    await this.box.locator('.dialog-buttons .monaco-button:not(.secondary)').first().click();
    await this.box.waitFor({ state: 'hidden' });
  }

  async escape(): Promise<void> {
    await this.box.press('Escape');
    await this.box.waitFor({ state: 'hidden' });
  }
}
