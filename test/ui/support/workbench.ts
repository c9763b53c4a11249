/** VS Code's workbench as a person sees and uses it, driven in a real browser. */
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright-core';
import { root } from '../../../scripts/build.ts';
import { closePage, openPage, type PageOptions } from './browserPage.ts';
import { ActiveEditor, Output } from './editors.ts';
import { exactly, plain } from './locate.ts';
import { Dialog, Notification, notificationTexts } from './messages.ts';
import { InputBox, QuickPick } from './quickInput.ts';
import type { WorkbenchServer } from './server.ts';
import { TreeView } from './treeView.ts';

const extensionContainer = 'Webhooks';

export interface OpenOptions extends PageOptions {
  /** Title in the activity bar that shows when the extension is known to the workbench. */
  readonly container?: string;
}

export class Workbench {
  /** Playwright's page, for what has no word here. */
  readonly page: Page;
  readonly quickPick: QuickPick;
  readonly input: InputBox;
  readonly output: Output;
  readonly editor: ActiveEditor;

  private constructor(page: Page) {
    this.page = page;
    this.quickPick = new QuickPick(page);
    this.input = new InputBox(page);
    this.output = new Output(page);
    this.editor = new ActiveEditor(page);
  }

  /** Opens the served workbench in headless Chromium and waits until it and the extension's container are there. */
  static async open(server: Pick<WorkbenchServer, 'url'>, options: OpenOptions = {}): Promise<Workbench> {
    const page = await openPage(server.url, options);
    try {
      const workbench = new Workbench(page);
      await workbench.restored(options.container ?? extensionContainer);
      return workbench;
    } catch (error) {
      await closePage(page);
      throw error;
    }
  }

  /** Loads the window anew, which also starts a fresh extension host. */
  async reload(container = extensionContainer): Promise<void> {
    await this.page.reload();
    await this.restored(container);
  }

  private async restored(container: string): Promise<void> {
    // A first start on a busy machine takes its time.
    const patience = { timeout: 90_000 };
    await this.page.locator('.monaco-workbench .statusbar').waitFor(patience);
    await this.containerIcon(container).waitFor(patience);
  }

  private containerIcon(title: string) {
    return this.page.locator('.activitybar').getByRole('tab', { name: title });
  }

  /** Shows a container of the activity bar in the side bar, as its keyboard users do: a click would also hide it. */
  async openContainer(title = extensionContainer): Promise<void> {
    await this.runCommand(`View: Show ${title}`);
    await this.page.locator('.sidebar .composite.title').filter({ hasText: title }).waitFor();
  }

  /**
   * Runs a command by its full title through the command palette. The palette lists the commands known when it opens,
   * so it is opened anew while the workbench still learns of the extension's.
   */
  async runCommand(title: string): Promise<void> {
    const typed = `>${title}`;
    for (let attempts = 8; attempts > 0; attempts--) {
      await this.page.keyboard.press('F1');
      if (attempts === 1 || (await this.quickPick.has(title, typed))) break;
      await this.page.keyboard.press('Escape');
    }
    await this.quickPick.choose(title, typed);
    await this.quickPick.replaced(typed);
  }

  /** Full titles that the palette offers for a text. */
  async commandsLike(text: string): Promise<string[]> {
    await this.page.keyboard.press('F1');
    await this.quickPick.type(`>${text}`);
    const items = await this.quickPick.items();
    await this.quickPick.escape();
    return items.map((item) => item.label);
  }

  view(name: string): TreeView {
    return new TreeView(this.page, name);
  }

  notifications(): Promise<string[]> {
    return notificationTexts(this.page);
  }

  notification(text: RegExp): Notification {
    return new Notification(this.page, text);
  }

  dialog(): Dialog {
    return new Dialog(this.page);
  }

  /** Shows an output channel in the panel. */
  openOutput(channel: string): Promise<void> {
    return this.output.open(channel, () => this.runCommand('View: Toggle Output'));
  }

  outputText(): Promise<string> {
    return this.output.text();
  }

  activeEditorText(): Promise<string> {
    return this.editor.text();
  }

  /** Texts of the status bar's items, left to right. */
  async statusBar(): Promise<string[]> {
    const texts = await this.page.locator('.statusbar-item:visible').allInnerTexts();
    return texts.map((text) => plain(text).trim()).filter(Boolean);
  }

  /** Presses the status bar's item of this text. */
  async clickStatusBar(text: string | RegExp): Promise<void> {
    const name = typeof text === 'string' ? exactly(text) : text;
    await this.page.locator('.statusbar-item:visible').filter({ hasText: name }).first().click();
  }

  /** Waits for a tooltip and gives its text. */
  async tooltip(): Promise<string> {
    const hover = this.page.locator('.workbench-hover:visible .hover-contents').first();
    await hover.waitFor();
    return plain(await hover.innerText()).replace(/\s+/g, ' ');
  }

  clipboard(): Promise<string> {
    return this.page.evaluate('navigator.clipboard.readText()');
  }

  /** Writes a picture of the window to `out/ui/<name>.png`, or to a path of its own, and gives the path. */
  async screenshot(name: string, folder = join(root, 'out', 'ui')): Promise<string> {
    const path = join(folder, `${name}.png`);
    await mkdir(dirname(path), { recursive: true });
    await this.page.screenshot({ path, animations: 'disabled' });
    return path;
  }

  async close(): Promise<void> {
    await closePage(this.page);
  }
}
